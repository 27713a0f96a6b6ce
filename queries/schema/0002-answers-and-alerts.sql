-- Migration 2: who answered, labels, tags, and what was said of the numbers.

-- An answer to an item: a comment (kind 1) or a submitted review (kind 2).
-- forge_id is unique within its kind. The key keeps the answers of an item in
-- order of time, and two sources telling of one answer give one row.
CREATE TABLE response (
	repo_id     INTEGER NOT NULL REFERENCES repo,
	number      INTEGER NOT NULL,
	occurred_at INTEGER NOT NULL,
	kind        INTEGER NOT NULL,
	forge_id    INTEGER NOT NULL,
	actor_id    INTEGER,                 -- account.forge_id; NULL: deleted
	PRIMARY KEY (repo_id, number, occurred_at, kind, forge_id)
) STRICT, WITHOUT ROWID;

-- What has been read of one pull request by itself, and when: the item's
-- updated_at at that time. `parts` is a set: 1 reviews, 2 comments, 4 draft
-- events.
CREATE TABLE item_detail (
	repo_id    INTEGER NOT NULL REFERENCES repo,
	number     INTEGER NOT NULL,
	updated_at INTEGER NOT NULL,
	parts      INTEGER NOT NULL,
	PRIMARY KEY (repo_id, number)
) STRICT, WITHOUT ROWID;

-- The labels of an item's newest row.
CREATE TABLE item_label (
	repo_id INTEGER NOT NULL REFERENCES repo,
	number  INTEGER NOT NULL,
	label   TEXT    NOT NULL,
	PRIMARY KEY (repo_id, number, label)
) STRICT, WITHOUT ROWID;

-- The branch a pull request is to be merged into, from the list of pull
-- requests; the list of issues does not tell.
CREATE TABLE pull_base (
	repo_id INTEGER NOT NULL REFERENCES repo,
	number  INTEGER NOT NULL,
	base    TEXT    NOT NULL,
	PRIMARY KEY (repo_id, number)
) STRICT, WITHOUT ROWID;

-- The tags of the local repository that git_head was walked from. tagged_at is
-- the tagger's time, or the committer's of a tag without one.
CREATE TABLE git_tag (
	repo_id   INTEGER NOT NULL REFERENCES repo,
	name      TEXT    NOT NULL,
	tagged_at INTEGER NOT NULL,
	PRIMARY KEY (repo_id, name)
) STRICT, WITHOUT ROWID;

-- Events, with the forge's number in the key: an item may be closed, reopened
-- and closed again within one second. reason is why an issue was closed:
-- 'completed', 'not_planned', ...
CREATE TABLE event_of_2 (
	repo_id     INTEGER NOT NULL REFERENCES repo,
	number      INTEGER NOT NULL,
	kind        INTEGER NOT NULL,
	occurred_at INTEGER NOT NULL,
	forge_id    INTEGER NOT NULL,        -- orders events of one second
	actor_id    INTEGER,                 -- account.forge_id
	reason      TEXT,
	PRIMARY KEY (repo_id, number, kind, occurred_at, forge_id)
) STRICT, WITHOUT ROWID;
INSERT INTO event_of_2
SELECT repo_id, number, kind, occurred_at, forge_id, actor_id, NULL
  FROM event;
DROP TABLE event;
ALTER TABLE event_of_2 RENAME TO event;

-- Windows are ranges of time.
CREATE INDEX event_by_time ON event (repo_id, kind, occurred_at);

-- Alerts. `scope` is the question that was asked (window, slice, ...), so that
-- another question is another alert. at_run is the as-of of the newest
-- evaluation; an older question is answered, but changes nothing.
CREATE TABLE alert_run (
	repo_id INTEGER NOT NULL REFERENCES repo,
	scope   TEXT    NOT NULL,
	at_run  INTEGER NOT NULL,
	PRIMARY KEY (repo_id, scope)
) STRICT, WITHOUT ROWID;

-- The state of an alert after its newest evaluation (`at_run`) and before it
-- (`was_…`), so that an evaluation as of the same instant takes the place of
-- the one before. `calm` counts the evaluations in a row in which it was well.
CREATE TABLE alert (
	repo_id    INTEGER NOT NULL REFERENCES repo,
	scope      TEXT    NOT NULL,
	metric     TEXT    NOT NULL,
	kind       INTEGER NOT NULL,         -- 1 threshold, 2 deviation
	firing     INTEGER NOT NULL,
	since      INTEGER NOT NULL,
	calm       INTEGER NOT NULL,
	at_run     INTEGER NOT NULL,
	was_firing INTEGER NOT NULL,
	was_since  INTEGER NOT NULL,
	was_calm   INTEGER NOT NULL,
	PRIMARY KEY (repo_id, scope, metric, kind)
) STRICT, WITHOUT ROWID;

-- Every turn: it fired (1) or cleared (0) then, and what was said.
CREATE TABLE alert_turn (
	repo_id INTEGER NOT NULL REFERENCES repo,
	scope   TEXT    NOT NULL,
	metric  TEXT    NOT NULL,
	kind    INTEGER NOT NULL,
	at      INTEGER NOT NULL,
	firing  INTEGER NOT NULL,
	value   REAL,
	message TEXT    NOT NULL,
	PRIMARY KEY (repo_id, scope, metric, kind, at)
) STRICT, WITHOUT ROWID;

-- The values of runs that passed the gate, for its ratchet.
CREATE TABLE gate_pass (
	repo_id INTEGER NOT NULL REFERENCES repo,
	scope   TEXT    NOT NULL,
	metric  TEXT    NOT NULL,
	at      INTEGER NOT NULL,
	value   REAL    NOT NULL,
	low     REAL,                        -- its interval, where it has one
	high    REAL,
	PRIMARY KEY (repo_id, scope, metric, at)
) STRICT, WITHOUT ROWID;

-- Labels and reasons are in answers that were not kept: the issues (2) and
-- the events (8) are read once more, to their end.
UPDATE stream SET etag = NULL, watermark = NULL WHERE stream IN (2, 8);
