-- It has been sent.
DELETE FROM notification
 WHERE notification_id = :notification_id
   AND CASE WHEN repo_id = :repo_id
            THEN digest_gone(notification_id, repo_id, scope, metric, kind, at,
                             body) END;
