-- A turn that is taken back need not be told of.
DELETE FROM notification
 WHERE repo_id = :repo_id
   AND CASE WHEN scope = :scope AND metric = :metric AND kind = :kind
                 AND at = :at
            THEN digest_gone(notification_id, repo_id, scope, metric, kind, at,
                             body) END;
