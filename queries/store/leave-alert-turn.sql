-- What another repository has kept of a question in this table, for this one.
INSERT INTO alert_turn (repo_id, scope, metric, kind, at, firing, value, message)
SELECT :repo_id, scope, metric, kind, at, firing, value, message
  FROM alert_turn
 WHERE repo_id = :from_id AND scope = :scope;
