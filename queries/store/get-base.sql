-- The branch of a pull request as it is stored. REST told of it with a row that
-- is at least as old as the newest one.
SELECT b.base, b.told, b.closed_at, b.merged_at,
       coalesce(b.updated_at,
                (SELECT i.updated_at
                   FROM item AS i
                  WHERE i.repo_id = b.repo_id AND i.number = b.number))
  FROM pull_base AS b
 WHERE b.repo_id = :repo_id AND b.number = :number;
