-- What is worked out for the rows of an export. The greatest number stands for an
-- instant that never came, the least for nobody, and for the end of no window.

-- The items. shown_until: they are told of where the newest window ends by then. No
-- item that could not be read is; one of which no row says whether it is open is
-- as long as everything that happened is known (see prepare/stated-items.sql).
CREATE TEMP TABLE ask_fact (
	repo_id      INTEGER NOT NULL,
	number       INTEGER NOT NULL,
	kind         INTEGER NOT NULL,
	author_id    INTEGER NOT NULL,
	draft        INTEGER,
	state_reason TEXT,
	created_at   INTEGER NOT NULL,
	closed_at    INTEGER NOT NULL,
	merged_at    INTEGER NOT NULL,
	merge_untold INTEGER NOT NULL,
	gone_at      INTEGER NOT NULL,
	started_at   INTEGER NOT NULL,
	shown_until  INTEGER NOT NULL,
	answers_read INTEGER NOT NULL,
	PRIMARY KEY (repo_id, number)
) WITHOUT ROWID;

-- What is told of an item that is not is counted, and no more: of the kind 0. This
-- row stands for it, before all others.
INSERT INTO temp.ask_fact
VALUES (-9223372036854775807 - 1, -9223372036854775807 - 1, 0,
        -9223372036854775807 - 1, NULL, NULL, 9223372036854775807,
        9223372036854775807, 9223372036854775807, 0, 9223372036854775807,
        9223372036854775807, -9223372036854775807 - 1, 0);

INSERT INTO temp.ask_fact
SELECT s.repo_id, s.number, s.kind,
       ifnull(s.actor_id, -9223372036854775807 - 1),
       s.draft, s.state_reason, s.created_at,
       ifnull(s.closed_at, 9223372036854775807),
       ifnull(s.merged_at, 9223372036854775807), s.merge_untold,
       ifnull(s.gone_at, 9223372036854775807),
       ifnull(s.started_at, 9223372036854775807), 9223372036854775807, 1
  FROM temp.told_start AS s;

-- And those that are in doubt, or the answers to them, which told_start has not: no
-- wait of theirs is known.
INSERT INTO temp.ask_fact
SELECT t.repo_id, t.number, t.kind,
       ifnull(t.author_id, -9223372036854775807 - 1),
       t.draft, t.state_reason, t.created_at,
       ifnull(t.closed_at, 9223372036854775807),
       ifnull(t.merged_at, 9223372036854775807), t.merge_untold,
       ifnull(t.gone_at, 9223372036854775807), 9223372036854775807,
       CASE WHEN d.item THEN -9223372036854775807 - 1
            ELSE 9223372036854775807 END,
       NOT d.answers
  FROM (SELECT repo_id, number, max(stream = 'issues') AS item,
               max(stream = 'reviews') AS answers
          FROM temp.ask_doubt
         WHERE stream IN ('issues', 'reviews')
         GROUP BY repo_id, number) AS d
 CROSS JOIN temp.told_item AS t
    ON t.repo_id = d.repo_id AND t.number = d.number;

UPDATE temp.ask_fact
   SET shown_until = ifnull((SELECT max(c.ends_at)
                               FROM main.span AS c
                              WHERE c.repo_id = ask_fact.repo_id
                                AND c.stream = 'issues' AND c.complete
                                AND c.starts_at <= ask_fact.created_at),
                            -9223372036854775807 - 1)
 WHERE shown_until = 9223372036854775807
   AND (repo_id, number) IN (
       SELECT i.repo_id, i.number
         FROM temp.ask_repo AS q
        CROSS JOIN main.item AS i ON i.repo_id = q.repo_id
        WHERE i.unknown & 8 AND i.closed_at IS NULL AND i.merged_at IS NULL
          AND NOT EXISTS (SELECT 1
                            FROM temp.ask_stated AS t
                           WHERE t.repo_id = i.repo_id
                             AND t.number = i.number));

-- What drafts.sql reads.
INSERT INTO temp.ask_first (repo_id, kind, number, created_at, started_at)
SELECT repo_id, kind, number, created_at, nullif(started_at, 9223372036854775807)
  FROM temp.ask_fact
 WHERE kind = 2 AND answers_read;

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
