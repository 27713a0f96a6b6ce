-- All that is kept of a question in this table.
DELETE FROM gate_pass
 WHERE repo_id = :repo_id
   AND CASE WHEN scope = :scope
            THEN digest_gone(repo_id, scope, metric, at, value, low, high) END;
