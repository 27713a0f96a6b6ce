-- The newest two are enough: one to compare with, and the scan itself, which
-- may be repeated.
DELETE FROM scan_result
 WHERE repo_id = :repo_id AND scope = :scope
   AND CASE WHEN as_of < (SELECT max(as_of)
                            FROM scan_result
                           WHERE repo_id = :repo_id AND scope = :scope
                             AND as_of < :as_of)
            THEN digest_gone(repo_id, scope, as_of, verdict, class)
            END;
