-- An account that the forge counts among those who look after a repository.
INSERT OR IGNORE INTO maintainer (repo_id, actor_id)
VALUES (:repo_id, :actor_id);
