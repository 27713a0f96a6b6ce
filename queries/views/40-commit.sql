-- v_commit: one row a commit that is not a merge. author_id is the author as
-- written, actor_id the same in a number space that no account shares, author
-- the e-mail address that the .mailmap gives, in lower case; left_out is 1 when that is a bot and
-- bots are excluded. To find a range of time quickly, say
-- documentation IN (0, 1).
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
 CROSS JOIN main.git_commit AS c INDEXED BY git_commit_by_time
    ON c.repo_id = r.repo_id
 WHERE c.merge = 0
   AND (NOT (SELECT commits_sliced FROM temp.ask_slice)
        OR EXISTS (SELECT 1
                     FROM temp.ask_author AS s
                    WHERE s.author_id = c.author_id));

-- told_commit: all of them, whatever the slice.
CREATE TEMP VIEW told_commit AS
SELECT c.repo_id, c.author_id, c.committed_at
  FROM temp.ask_repo AS r
 CROSS JOIN main.git_commit AS c INDEXED BY git_commit_by_time
    ON c.repo_id = r.repo_id
 WHERE c.merge = 0;

-- v_author: one row an author as written; the same columns.
CREATE TEMP VIEW v_author AS
SELECT g.repo_id, g.author_id, -1 - g.author_id AS actor_id, g.name,
       coalesce(g.mapped, lower(g.email)) AS author,
       EXISTS (SELECT 1
                 FROM temp.ask_left_out AS o
                WHERE o.repo_id = g.repo_id
                  AND o.actor_id = -1 - g.author_id) AS left_out
  FROM temp.ask_repo AS r
 CROSS JOIN main.git_author AS g ON g.repo_id = r.repo_id;
