-- The same where several sources have told of a repository that is asked for:
-- there, one event a fact (src/metric/sqlite/told.c). forge_id orders the
-- events of an item that are of one second, as it does in main.event.
CREATE TEMP TABLE ask_event (
	repo_id     INTEGER NOT NULL,
	number      INTEGER NOT NULL,
	kind        INTEGER NOT NULL,
	occurred_at INTEGER NOT NULL,
	forge_id    INTEGER NOT NULL,
	actor_id    INTEGER,
	reason      TEXT,
	sources     INTEGER NOT NULL,
	PRIMARY KEY (repo_id, number, kind, occurred_at, forge_id)
) WITHOUT ROWID;

-- The items whose rows do not say whether they are open, and which their
-- events say it of.
CREATE TEMP TABLE ask_stated (
	repo_id   INTEGER NOT NULL,
	number    INTEGER NOT NULL,
	closed_at INTEGER,
	merged_at INTEGER,
	PRIMARY KEY (repo_id, number)
) WITHOUT ROWID;

INSERT INTO temp.ask_event
SELECT e.repo_id, e.number, e.kind, e.occurred_at, e.forge_id, e.actor_id,
       e.reason, 1
  FROM temp.ask_repo AS q
 CROSS JOIN main.event AS e ON e.repo_id = q.repo_id
 WHERE q.repo_id NOT IN (SELECT m.repo_id FROM temp.ask_mixed AS m);

CREATE TEMP VIEW told_event AS
SELECT repo_id, number, kind, occurred_at, forge_id, actor_id, reason
  FROM temp.ask_event;
