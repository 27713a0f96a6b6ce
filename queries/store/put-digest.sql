-- What a table holds of a repository from here on.
INSERT OR REPLACE INTO digest (repo_id, part, rows, keys, sum)
VALUES (:repo_id, :part, :rows, :keys, :sum);
