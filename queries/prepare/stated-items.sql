-- The items where rows do not say whether they are open, or name an author by
-- the login alone: their events say the one, temp.ask_login the other.
CREATE TEMP TABLE ask_told_item (
	repo_id      INTEGER NOT NULL,
	number       INTEGER NOT NULL,
	kind         INTEGER NOT NULL,
	title        TEXT,
	author_id    INTEGER,
	draft        INTEGER,
	state_reason TEXT,
	created_at   INTEGER NOT NULL,
	closed_at    INTEGER,
	merged_at    INTEGER,
	merge_untold INTEGER NOT NULL,
	gone_at      INTEGER,
	PRIMARY KEY (repo_id, number)
) WITHOUT ROWID;

INSERT INTO temp.ask_told_item
SELECT i.repo_id, i.number, i.kind,
       CASE WHEN i.unknown & 1 THEN NULL ELSE i.title END,
       coalesce(l.actor_id, i.author_id), i.draft, i.state_reason,
       i.created_at,
       coalesce(i.closed_at, s.closed_at, i.merged_at),
       coalesce(i.merged_at, s.merged_at),
       i.merge_untold AND coalesce(i.merged_at, s.merged_at) IS NULL
           AND coalesce(i.closed_at, s.closed_at) IS NOT NULL,
       i.gone_at
  FROM temp.ask_repo AS q
 CROSS JOIN main.item AS i ON i.repo_id = q.repo_id
  LEFT JOIN temp.ask_stated AS s
    ON s.repo_id = i.repo_id AND s.number = i.number
  LEFT JOIN temp.ask_login AS l ON l.login_id = i.author_id;

-- As the store has them.
CREATE INDEX temp.ask_told_item_by_creation
	ON ask_told_item (repo_id, kind, created_at, closed_at, author_id,
	                  gone_at);
CREATE INDEX temp.ask_told_item_by_close
	ON ask_told_item (repo_id, kind, closed_at, created_at, author_id,
	                  gone_at)
	WHERE closed_at IS NOT NULL;
CREATE INDEX temp.ask_told_item_by_merge
	ON ask_told_item (repo_id, kind, merged_at, created_at, author_id)
	WHERE merged_at IS NOT NULL;
CREATE INDEX temp.ask_told_item_by_untold
	ON ask_told_item (repo_id, closed_at) WHERE merge_untold = 1;

CREATE TEMP VIEW told_item AS
SELECT repo_id, number, kind, title, author_id, draft, state_reason,
       created_at, closed_at, merged_at, merge_untold, gone_at
  FROM temp.ask_told_item;

-- Where the events do not say it either, the item is in doubt, as one that
-- could not be read. It is open as long as everything that happened is known.
INSERT INTO temp.ask_doubt (repo_id, stream, number, name, kind, created_at,
                            merged_at)
SELECT i.repo_id, 'issues', i.number, '', i.kind, i.created_at, i.merged_at
  FROM temp.ask_repo AS q
 CROSS JOIN main.item AS i ON i.repo_id = q.repo_id
 WHERE i.unknown & 8 AND i.closed_at IS NULL AND i.merged_at IS NULL
   AND NOT EXISTS (SELECT 1
                     FROM temp.ask_stated AS s
                    WHERE s.repo_id = i.repo_id AND s.number = i.number)
   AND NOT EXISTS (SELECT 1
                     FROM main.span AS c
                    WHERE c.repo_id = i.repo_id AND c.stream = 'issues'
                      AND c.complete AND c.starts_at <= i.created_at
                      AND c.ends_at >= (SELECT max(w.ends_at)
                                          FROM temp.ask_window AS w));
