-- v_commit: one row a commit that is not a merge. actor_id is the author (of
-- a number space that no account shares); left_out is 1 when the author is a
-- bot and bots are excluded.
CREATE TEMP VIEW v_commit AS
SELECT c.repo_id, c.sha, c.committed_at, c.documentation,
       -1 - c.author_id AS actor_id,
       EXISTS (SELECT 1
                 FROM temp.ask_left_out AS o
                WHERE o.repo_id = c.repo_id
                  AND o.actor_id = -1 - c.author_id) AS left_out
  FROM temp.ask_repo AS r
 CROSS JOIN main.git_commit AS c ON c.repo_id = r.repo_id
 WHERE c.merge = 0;
