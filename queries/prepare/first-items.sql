-- The items, of which src/metric/sqlite/roles.c takes the first of each author.
-- (To sort them here, or to number those of each author by a window, takes
-- several times as long.)
SELECT i.repo_id, i.author_id, i.created_at, i.number
  FROM temp.ask_repo AS q
 CROSS JOIN temp.told_item AS i ON i.repo_id = q.repo_id
 WHERE i.author_id IS NOT NULL;
