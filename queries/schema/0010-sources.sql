-- Migration 10: facts from other sources than the forge's lists (REST): 1
-- webhooks, 2 backups, 3 archives. Columns are added, and no table is made
-- anew, so this takes a moment, whatever the size of the store. What REST
-- alone has told has NULL in all of them.

-- --- who told what ---

-- Of events and answers: a set of 1 << source, of all who told. NULL: REST.
-- An event's forge_id is the forge's number for it; 0: its time is that of the
-- object it is about; -1: its time is only near that (an envelope's, or that of
-- the object's last change). near is 1 for an answer of which the latter holds.
ALTER TABLE event ADD COLUMN sources INTEGER;
ALTER TABLE response ADD COLUMN sources INTEGER;
ALTER TABLE response ADD COLUMN near INTEGER;

-- Of an item: whose row the newest is; NULL: REST's. Of two of one time that
-- of the smaller source counts, and of one source that of the greater mark, a
-- number made of all of the row. unknown is a set of what the row does not
-- tell: 1 title, 2 locked, 4 comments, 8 open. updated_at 0: it is not told,
-- the row is a partial one. forge_id 0: not told.
ALTER TABLE item ADD COLUMN source INTEGER;
ALTER TABLE item ADD COLUMN mark INTEGER;
ALTER TABLE item ADD COLUMN unknown INTEGER;
-- And of all its rows, as of events.
ALTER TABLE item ADD COLUMN sources INTEGER;

-- When a row was told, where several sources tell of a repository, and by whom
-- (NULL: REST). What REST told at a time that is not kept was so when its list
-- was found current last (stream.synced_at). Of an account it is the day, and
-- NULL where REST told. unknown is a set of what nobody has told: 1 created_at,
-- 2 has_issues, 4 archived, 8 fork.
ALTER TABLE repo ADD COLUMN told_at INTEGER;
ALTER TABLE repo ADD COLUMN source INTEGER;
ALTER TABLE repo ADD COLUMN unknown INTEGER;
ALTER TABLE release ADD COLUMN told_at INTEGER;
ALTER TABLE release ADD COLUMN source INTEGER;
ALTER TABLE release ADD COLUMN sources INTEGER; -- as of events
ALTER TABLE account ADD COLUMN told_at INTEGER;
ALTER TABLE account ADD COLUMN source INTEGER;

-- Likewise, of the pull request's row that told of the branch.
ALTER TABLE pull_base ADD COLUMN updated_at INTEGER;

-- --- what was deleted ---

-- An item (kind 1, by its number), a comment (2) or a release (3) was deleted,
-- says a source. It hides what has that number, whenever that arrives, until it
-- is taken back (1): by REST, which has told of it later, or by a row of the
-- item that is of later.
CREATE TABLE removal (
	repo_id    INTEGER NOT NULL REFERENCES repo,
	kind       INTEGER NOT NULL,
	forge_id   INTEGER NOT NULL,
	removed_at INTEGER NOT NULL,
	source     INTEGER NOT NULL,
	taken_back INTEGER,
	PRIMARY KEY (repo_id, kind, forge_id, removed_at)
) STRICT, WITHOUT ROWID;

-- --- from when to when ---

-- From when to when a source told of a stream, both included; complete is 1
-- where somebody has said that it told of all, and 2 where a receiver was there
-- and knows of no gap. A repository of which another
-- source than REST has told has a row here.
CREATE TABLE span (
	repo_id   INTEGER NOT NULL REFERENCES repo,
	stream    TEXT    NOT NULL,
	source    INTEGER NOT NULL,
	starts_at INTEGER NOT NULL,
	complete  INTEGER NOT NULL,
	ends_at   INTEGER NOT NULL,
	PRIMARY KEY (repo_id, stream, source, starts_at, complete)
) STRICT, WITHOUT ROWID;

-- --- deliveries ---

-- Deliveries of webhooks that were taken in, of the last weeks: to save work,
-- as what is taken in twice changes nothing.
CREATE TABLE delivery (
	delivery_id TEXT    PRIMARY KEY,
	received_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_by_time ON delivery (received_at);
