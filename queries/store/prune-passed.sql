-- The newest two passed runs are enough: one to compare with, and the run
-- itself, which may be repeated.
DELETE FROM gate_pass
 WHERE repo_id = :repo_id AND scope = :scope AND metric = :metric
   AND CASE WHEN at < (SELECT max(at)
                         FROM gate_pass
                        WHERE repo_id = :repo_id AND scope = :scope
                          AND metric = :metric AND at < :at)
            THEN digest_gone(repo_id, scope, metric, at, value, low, high)
            END;
