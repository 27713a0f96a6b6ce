-- An author as written in a commit; the update gives back the row there is.
INSERT INTO git_author (repo_id, name, email)
VALUES (:repo_id, :name, :email)
ON CONFLICT (repo_id, email, name) DO UPDATE SET name = excluded.name
 WHERE digest_moved(2)
RETURNING author_id;
