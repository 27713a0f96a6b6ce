-- Of what scans said only the changes are kept, beside the newest two: a scan
-- of the past that is repeated finds what was said before it, however many came
-- after, and there are few.
DELETE FROM scan_result
 WHERE repo_id = :repo_id AND scope = :scope
   AND CASE WHEN as_of < (SELECT as_of
                            FROM scan_result
                           WHERE repo_id = :repo_id AND scope = :scope
                           ORDER BY as_of DESC
                           LIMIT 1 OFFSET 1)
             AND EXISTS (SELECT 1
                           FROM (SELECT b.verdict, b.class
                                   FROM scan_result AS b
                                  WHERE b.repo_id = scan_result.repo_id
                                    AND b.scope = scan_result.scope
                                    AND b.as_of < scan_result.as_of
                                  ORDER BY b.as_of DESC
                                  LIMIT 1) AS was
                          WHERE was.verdict IS scan_result.verdict
                            AND was.class IS scan_result.class)
            THEN digest_gone(repo_id, scope, as_of, verdict, class)
            END;
