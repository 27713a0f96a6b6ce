-- All that is kept of a question in this table.
DELETE FROM notification
 WHERE repo_id = :repo_id
   AND CASE WHEN scope = :scope
            THEN digest_gone(notification_id, repo_id, scope, metric, kind, at,
                             body) END;
