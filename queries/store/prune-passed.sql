-- The newest runs that passed are enough: one to compare with, the run itself,
-- and some of the past, which may be repeated. Their values all differ, so it is
-- a number that bounds them.
DELETE FROM gate_pass
 WHERE repo_id = :repo_id AND scope = :scope AND metric = :metric
   AND CASE WHEN at < (SELECT at
                         FROM gate_pass
                        WHERE repo_id = :repo_id AND scope = :scope
                          AND metric = :metric
                        ORDER BY at DESC
                        LIMIT 1 OFFSET 31)
            THEN digest_gone(repo_id, scope, metric, at, value, low, high)
            END;
