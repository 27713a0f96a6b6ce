-- The first item that each author opened in each repository. (To sort the items,
-- or to number those of each author by a window, takes longer.)
INSERT INTO temp.ask_opener (repo_id, actor_id, number, opened_at, role)
SELECT i.repo_id, i.author_id, i.number, i.created_at, 0
  FROM temp.ask_repo AS q
 CROSS JOIN temp.told_item AS i ON i.repo_id = q.repo_id
 WHERE i.author_id IS NOT NULL
    ON CONFLICT (repo_id, actor_id) DO UPDATE
   SET number = excluded.number, opened_at = excluded.opened_at
 WHERE (excluded.opened_at, excluded.number) < (opened_at, number);
