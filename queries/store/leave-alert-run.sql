-- What another repository has kept of a question in this table, for this one.
INSERT INTO alert_run (repo_id, scope, at_run)
SELECT :repo_id, scope, at_run
  FROM alert_run
 WHERE repo_id = :from_id AND scope = :scope;
