-- The newest two passed runs are enough: one to compare with, and the run
-- itself, which may be repeated.
DELETE FROM gate_pass
 WHERE repo_id = :repo_id AND scope = :scope AND metric = :metric
   AND at < (SELECT max(at)
               FROM gate_pass
              WHERE repo_id = :repo_id AND scope = :scope AND metric = :metric
                AND at < :at);
