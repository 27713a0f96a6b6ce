-- All that is kept of a question in this table.
DELETE FROM scan_result
 WHERE repo_id = :repo_id
   AND CASE WHEN scope = :scope
            THEN digest_gone(repo_id, scope, as_of, verdict, class) END;
