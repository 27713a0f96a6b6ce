-- What another repository has kept of a question in this table, for this one.
INSERT INTO alert (repo_id, scope, metric, kind, firing, since, calm, at_run,
                   was_firing, was_since, was_calm)
SELECT :repo_id, scope, metric, kind, firing, since, calm, at_run,
       was_firing, was_since, was_calm
  FROM alert
 WHERE repo_id = :from_id AND scope = :scope;
