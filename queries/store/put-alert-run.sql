-- As of when the alerts of a question were last evaluated.
INSERT INTO alert_run (repo_id, scope, at_run)
VALUES (:repo_id, :scope, :at_run)
ON CONFLICT (repo_id, scope) DO UPDATE SET at_run = excluded.at_run
 WHERE digest_moved(2, at_run, excluded.at_run);
