-- A notification that is to be sent.
INSERT INTO notification (repo_id, scope, metric, kind, at, body)
VALUES (:repo_id, :scope, :metric, :kind, :at, :body)
RETURNING notification_id;
