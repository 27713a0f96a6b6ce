-- What another repository has kept of a question in this table, for this one.
INSERT INTO notification (repo_id, scope, metric, kind, at, body)
SELECT :repo_id, scope, metric, kind, at, body
  FROM notification
 WHERE repo_id = :from_id AND scope = :scope
 ORDER BY notification_id;
