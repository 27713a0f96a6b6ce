-- v_commit and v_author as 40-commit.sql has them, of repositories that are asked
-- about as one: the commits of all under the number of one of them, each once. An
-- author stands for all whose e-mail address is mapped to the same.
CREATE TEMP VIEW v_commit AS
SELECT c.repo_id, c.sha, c.committed_at, c.documentation,
       c.author_id, -1 - c.author_id AS actor_id,
       (SELECT coalesce(g.mapped, lower(g.email))
          FROM main.git_author AS g
         WHERE g.author_id = c.author_id) AS author,
       EXISTS (SELECT 1
                 FROM temp.ask_left_out AS o
                WHERE o.repo_id = c.repo_id
                  AND o.actor_id = -1 - c.author_id) AS left_out
  FROM temp.ask_repo AS r
 CROSS JOIN temp.ask_commit AS c INDEXED BY ask_commit_by_time
    ON c.repo_id = r.repo_id
 WHERE c.since < (SELECT ends_at FROM temp.ask_era);

-- What is looked at of a pool's slice has no contributions: see coverage.c.
CREATE TEMP VIEW told_commit AS
SELECT repo_id, author_id, committed_at
  FROM temp.v_commit;

CREATE TEMP VIEW v_author AS
SELECT p.pool_id AS repo_id, g.author_id, -1 - g.author_id AS actor_id, g.name,
       coalesce(g.mapped, lower(g.email)) AS author,
       EXISTS (SELECT 1
                 FROM temp.ask_left_out AS o
                WHERE o.repo_id = p.pool_id
                  AND o.actor_id = -1 - g.author_id) AS left_out
  FROM temp.ask_repo AS r
 CROSS JOIN temp.ask_person AS p ON p.pool_id = r.repo_id
 CROSS JOIN main.git_author AS g ON g.author_id = p.author_id
 WHERE p.author_id = p.person_id;
