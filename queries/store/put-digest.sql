-- What a table holds of a repository from here on.
INSERT INTO digest (repo_id, part, rows, keys, sum)
VALUES (:repo_id, :part, :rows, :keys, :sum)
ON CONFLICT (repo_id, part) DO UPDATE SET
       rows = excluded.rows,
       keys = excluded.keys,
       sum = excluded.sum;
