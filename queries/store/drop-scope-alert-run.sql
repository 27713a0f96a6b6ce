-- All that is kept of a question in this table.
DELETE FROM alert_run
 WHERE repo_id = :repo_id
   AND CASE WHEN scope = :scope
            THEN digest_gone(repo_id, scope, at_run) END;
