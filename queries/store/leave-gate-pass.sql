-- What another repository has kept of a question in this table, for this one.
INSERT INTO gate_pass (repo_id, scope, metric, at, value, low, high)
SELECT :repo_id, scope, metric, at, value, low, high
  FROM gate_pass
 WHERE repo_id = :from_id AND scope = :scope;
