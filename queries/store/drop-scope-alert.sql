-- All that is kept of a question in this table.
DELETE FROM alert
 WHERE repo_id = :repo_id
   AND CASE WHEN scope = :scope
            THEN digest_gone(repo_id, scope, metric, kind, firing, since, calm,
                             at_run, was_firing, was_since, was_calm) END;
