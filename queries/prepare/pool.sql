-- The commits of repositories that are asked about as one, each once, whichever
-- of them have it: under the number of their pool, with the author that the first
-- of them names, and to the documentation if the paths of any say so. `since`:
-- when the oldest of those that have it was created.
INSERT INTO temp.ask_person
SELECT g.author_id,
       min(g.author_id) OVER (
           PARTITION BY q.pool_id, coalesce(g.mapped, lower(g.email)),
                        EXISTS (SELECT 1
                                  FROM temp.ask_left_out AS o
                                 WHERE o.repo_id = q.pool_id
                                   AND o.actor_id = -1 - g.author_id)),
       q.pool_id
  FROM temp.ask_repo AS q
 CROSS JOIN main.git_author AS g ON g.repo_id = q.repo_id;

INSERT INTO temp.ask_commit
SELECT q.pool_id, c.sha, c.committed_at, p.person_id, c.documentation, q.since
  FROM temp.ask_repo AS q
 CROSS JOIN main.git_commit AS c ON c.repo_id = q.repo_id
 CROSS JOIN temp.ask_person AS p ON p.author_id = c.author_id
 WHERE c.merge = 0
   AND (NOT (SELECT commits_sliced FROM temp.ask_slice)
        OR EXISTS (SELECT 1
                     FROM temp.ask_author AS s
                    WHERE s.author_id = c.author_id))
 ORDER BY q.place
    ON CONFLICT DO UPDATE
   SET documentation = max(documentation, excluded.documentation),
       since = min(since, excluded.since);

CREATE INDEX temp.ask_person_by_pool ON ask_person (pool_id, author_id);
CREATE INDEX temp.ask_commit_by_time
	ON ask_commit (repo_id, documentation, committed_at, author_id, since);
