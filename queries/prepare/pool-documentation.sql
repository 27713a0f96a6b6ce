-- The same of the commits to the documentation.
INSERT INTO temp.ask_page
SELECT q.pool_id, d.sha, d.committed_at, p.person_id, q.since
  FROM temp.ask_repo AS q
 CROSS JOIN temp.ask_documentation AS d ON d.repo_id = q.repo_id
 CROSS JOIN temp.ask_person AS p ON p.author_id = d.author_id
 WHERE NOT (SELECT commits_sliced FROM temp.ask_slice)
    OR EXISTS (SELECT 1
                 FROM temp.ask_author AS s
                WHERE s.author_id = d.author_id)
 ORDER BY q.place
    ON CONFLICT DO UPDATE
   SET since = min(since, excluded.since);

CREATE INDEX temp.ask_page_by_time
	ON ask_page (repo_id, committed_at, author_id, since);
