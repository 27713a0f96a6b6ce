-- The first item that each author opened in each repository. (To number the items
-- of each author by a window takes twice as long.)
CREATE TEMP TABLE IF NOT EXISTS ask_first_item (
	repo_id  INTEGER NOT NULL,
	actor_id INTEGER NOT NULL,
	number   INTEGER NOT NULL,
	PRIMARY KEY (repo_id, actor_id)
) WITHOUT ROWID;

INSERT OR IGNORE INTO temp.ask_first_item (repo_id, actor_id, number)
SELECT i.repo_id, i.author_id, i.number
  FROM temp.ask_repo AS q
 CROSS JOIN temp.told_item AS i ON i.repo_id = q.repo_id
 WHERE i.author_id IS NOT NULL
 ORDER BY i.created_at, i.number;
