-- What is worked out for the rows of an export. The greatest number stands for an
-- instant that never came, the least for nobody, and for the end of no window.

-- The items. shown_until: they are told of where the newest window ends by then. No
-- item that could not be read is; one of which no row says whether it is open is
-- as long as everything that happened is known (see prepare/stated-items.sql).
-- named: the author has an account. is_first: the author had opened none before, of
-- whatever kind.
CREATE TEMP TABLE ask_fact (
	repo_id      INTEGER NOT NULL,
	number       INTEGER NOT NULL,
	kind         INTEGER NOT NULL,
	author_id    INTEGER NOT NULL,
	named        INTEGER NOT NULL,
	created_at   INTEGER NOT NULL,
	merged_at    INTEGER NOT NULL,
	started_at   INTEGER NOT NULL,
	shown_until  INTEGER NOT NULL,
	answers_read INTEGER NOT NULL,
	is_first     INTEGER NOT NULL DEFAULT 0,
	PRIMARY KEY (repo_id, number)
) WITHOUT ROWID;

CREATE INDEX temp.ask_first_by_item ON ask_first (repo_id, number, started_at);

INSERT INTO temp.ask_fact (repo_id, number, kind, author_id, named, created_at,
                           merged_at, started_at, shown_until, answers_read)
SELECT t.repo_id, t.number, t.kind,
       ifnull(t.author_id, -9223372036854775807 - 1),
       EXISTS (SELECT 1
                 FROM main.account AS a
                WHERE a.host = r.host AND a.forge_id = t.author_id),
       t.created_at, ifnull(t.merged_at, 9223372036854775807),
       ifnull((SELECT f.started_at
                 FROM temp.ask_first AS f INDEXED BY ask_first_by_item
                WHERE f.repo_id = t.repo_id AND f.number = t.number),
              9223372036854775807),
       CASE
       WHEN EXISTS (SELECT 1
                      FROM temp.ask_doubt AS d
                     WHERE d.repo_id = t.repo_id AND d.number = t.number
                       AND d.stream = 'issues')
       THEN -9223372036854775807 - 1
       WHEN i.unknown & 8 AND i.closed_at IS NULL AND i.merged_at IS NULL
            AND NOT EXISTS (SELECT 1
                              FROM temp.ask_stated AS s
                             WHERE s.repo_id = i.repo_id
                               AND s.number = i.number)
       THEN ifnull((SELECT max(c.ends_at)
                      FROM main.span AS c
                     WHERE c.repo_id = i.repo_id AND c.stream = 'issues'
                       AND c.complete AND c.starts_at <= i.created_at),
                   -9223372036854775807 - 1)
       ELSE 9223372036854775807
       END,
       NOT EXISTS (SELECT 1
                     FROM temp.ask_doubt AS d
                    WHERE d.repo_id = t.repo_id AND d.number = t.number
                      AND d.stream = 'reviews')
  FROM temp.ask_repo AS q
 CROSS JOIN main.repo AS r ON r.repo_id = q.repo_id
 CROSS JOIN main.item AS i ON i.repo_id = q.repo_id
 CROSS JOIN temp.told_item AS t
    ON t.repo_id = i.repo_id AND t.number = i.number;

UPDATE temp.ask_fact
   SET is_first = 1
 WHERE (repo_id, number) IN (
       SELECT repo_id, number
         FROM (SELECT repo_id, number,
                      row_number() OVER (PARTITION BY repo_id, author_id
                                         ORDER BY created_at, number) AS nth
                 FROM temp.ask_fact
                WHERE author_id <> -9223372036854775807 - 1)
        WHERE nth = 1);

-- What is told of an item that is not is counted, and no more: kind 0.
INSERT OR IGNORE INTO temp.ask_fact (repo_id, number, kind, author_id, named,
                                     created_at, merged_at, started_at,
                                     shown_until, answers_read)
SELECT w.repo_id, w.number, 0, -9223372036854775807 - 1, 0,
       9223372036854775807, 9223372036854775807, 9223372036854775807,
       -9223372036854775807 - 1, 0
  FROM (SELECT DISTINCT p.repo_id, p.number
          FROM temp.ask_repo AS q
         CROSS JOIN temp.told_response AS p ON p.repo_id = q.repo_id
         UNION ALL
        SELECT DISTINCT e.repo_id, e.number
          FROM temp.ask_repo AS q
         CROSS JOIN temp.told_event AS e ON e.repo_id = q.repo_id) AS w;

-- The authors of commits: who of those that are the same stands for all.
CREATE TEMP TABLE ask_writer (
	author_id INTEGER PRIMARY KEY,
	person_id INTEGER NOT NULL
);
INSERT INTO temp.ask_writer
SELECT g.author_id,
       min(g.author_id) OVER (
           PARTITION BY g.repo_id, coalesce(g.mapped, lower(g.email)))
  FROM temp.ask_repo AS q
 CROSS JOIN main.git_author AS g ON g.repo_id = q.repo_id;
