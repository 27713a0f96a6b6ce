-- What a table holds of a repository from here on.
INSERT INTO digest (repo_id, part, rows, sum)
VALUES (:repo_id, :part, :rows, :sum)
ON CONFLICT (repo_id, part) DO UPDATE SET
       rows = excluded.rows,
       sum = excluded.sum;
