-- A tag of the local repository.
INSERT INTO git_tag (repo_id, name, tagged_at)
VALUES (:repo_id, :name, :tagged_at)
ON CONFLICT (repo_id, name) DO UPDATE SET tagged_at = excluded.tagged_at
 WHERE digest_moved(2, tagged_at, excluded.tagged_at);
