-- v_documentation as 45-documentation.sql has it, of repositories that are asked
-- about as one; see 40-commit-pool.sql.
CREATE TEMP VIEW v_documentation AS
SELECT d.repo_id, d.sha, d.committed_at, d.author_id,
       -1 - d.author_id AS actor_id,
       coalesce(g.mapped, lower(g.email)) AS author,
       EXISTS (SELECT 1
                 FROM temp.ask_left_out AS o
                WHERE o.repo_id = d.repo_id
                  AND o.actor_id = -1 - d.author_id) AS left_out
  FROM temp.ask_repo AS r
 CROSS JOIN temp.ask_page AS d ON d.repo_id = r.repo_id
  LEFT JOIN main.git_author AS g ON g.author_id = d.author_id
 WHERE d.since < (SELECT ends_at FROM temp.ask_era);
