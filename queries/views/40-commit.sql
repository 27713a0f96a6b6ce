-- v_commit: one row a commit that is not a merge. author is the e-mail address
-- that the .mailmap gives, in lower case; actor_id is the author as written
-- (of a number space that no account shares); left_out is 1 when that is a bot
-- and bots are excluded. To use the index for a range of time, say
-- documentation IN (0, 1).
CREATE TEMP VIEW v_commit AS
SELECT c.repo_id, c.sha, c.committed_at, c.documentation,
       -1 - c.author_id AS actor_id,
       coalesce(g.mapped, lower(g.email)) AS author,
       EXISTS (SELECT 1
                 FROM temp.ask_left_out AS o
                WHERE o.repo_id = c.repo_id
                  AND o.actor_id = -1 - c.author_id) AS left_out
  FROM temp.ask_repo AS r
 CROSS JOIN main.git_commit AS c ON c.repo_id = r.repo_id
  LEFT JOIN main.git_author AS g ON g.author_id = c.author_id
 WHERE c.merge = 0
   AND (NOT (SELECT commits_sliced FROM temp.ask_slice)
        OR EXISTS (SELECT 1
                     FROM temp.ask_author AS s
                    WHERE s.author_id = c.author_id));
