-- What all migrations come to, for a new file. A test writes this: HSCAN_UPDATE=1
-- ctest -R '^store/migrate'.
CREATE TABLE repo (
	repo_id        INTEGER PRIMARY KEY,  -- ours, for the other tables
	host           TEXT    NOT NULL,     -- 'github.com'
	forge_id       INTEGER NOT NULL,     -- the forge's number for it
	full_name      TEXT    NOT NULL,     -- 'owner/name', as spelt now
	default_branch TEXT,
	created_at     INTEGER NOT NULL,
	pushed_at      INTEGER,
	has_issues     INTEGER NOT NULL,     -- 0 or 1, as are all flags
	archived       INTEGER NOT NULL,
	fork           INTEGER NOT NULL, pulls_disabled INTEGER NOT NULL DEFAULT 0, told_at INTEGER, source INTEGER, unknown INTEGER,
	UNIQUE (host, forge_id)
) STRICT;
CREATE INDEX repo_by_name ON repo (host, full_name COLLATE NOCASE);
CREATE TABLE account (
	host     TEXT    NOT NULL,
	forge_id INTEGER NOT NULL,
	login    TEXT    NOT NULL,
	type     TEXT, told_at INTEGER, source INTEGER,                       -- 'User', 'Bot', 'Organization', ...
	PRIMARY KEY (host, forge_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE item (
	repo_id            INTEGER NOT NULL REFERENCES repo,
	number             INTEGER NOT NULL,
	kind               INTEGER NOT NULL CHECK (kind IN (1, 2)),
	forge_id           INTEGER NOT NULL, -- of the issue row; its own id space
	title              TEXT    NOT NULL,
	author_id          INTEGER,          -- account.forge_id
	author_association TEXT,
	state_reason       TEXT,
	open               INTEGER NOT NULL,
	locked             INTEGER NOT NULL,
	draft              INTEGER,
	comments           INTEGER NOT NULL,
	created_at         INTEGER NOT NULL,
	updated_at         INTEGER NOT NULL,
	closed_at          INTEGER,
	merged_at          INTEGER, gone_at INTEGER, swept_at INTEGER, merge_untold INTEGER NOT NULL DEFAULT 0, source INTEGER, mark INTEGER, unknown INTEGER, sources INTEGER,
	PRIMARY KEY (repo_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE release (
	repo_id      INTEGER NOT NULL REFERENCES repo,
	forge_id     INTEGER NOT NULL,
	tag_name     TEXT    NOT NULL,
	name         TEXT,
	author_id    INTEGER,
	draft        INTEGER NOT NULL,
	prerelease   INTEGER NOT NULL,
	created_at   INTEGER NOT NULL,       -- of the tagged commit
	published_at INTEGER, told_at INTEGER, source INTEGER, sources INTEGER,
	PRIMARY KEY (repo_id, forge_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE git_author (
	author_id INTEGER PRIMARY KEY,
	repo_id   INTEGER NOT NULL REFERENCES repo,
	name      TEXT    NOT NULL,
	email     TEXT    NOT NULL,
	mapped    TEXT,
	UNIQUE (repo_id, email, name)
) STRICT;
CREATE TABLE git_commit (
	repo_id       INTEGER NOT NULL REFERENCES repo,
	sha           BLOB    NOT NULL,
	committed_at  INTEGER NOT NULL,      -- committer time
	author_id     INTEGER NOT NULL,      -- git_author.author_id
	merge         INTEGER NOT NULL,      -- has more than one parent
	documentation INTEGER NOT NULL,      -- touches a documentation path
	PRIMARY KEY (repo_id, sha)
) STRICT, WITHOUT ROWID;
CREATE TABLE git_head (
	repo_id   INTEGER PRIMARY KEY REFERENCES repo,
	sha       BLOB,                      -- NULL: a repository without commits
	ref       TEXT    NOT NULL,
	doc_paths TEXT    NOT NULL,          -- key of the documentation paths
	mailmap   BLOB    NOT NULL,          -- blob id; zeroes: none
	synced_at INTEGER NOT NULL
, branch TEXT, stand_ins BLOB, unmapped INTEGER NOT NULL DEFAULT 0) STRICT;
CREATE TABLE response (
	repo_id     INTEGER NOT NULL REFERENCES repo,
	number      INTEGER NOT NULL,
	occurred_at INTEGER NOT NULL,
	kind        INTEGER NOT NULL,
	forge_id    INTEGER NOT NULL,
	actor_id    INTEGER, sources INTEGER, near INTEGER, state INTEGER,                 -- account.forge_id; NULL: deleted
	PRIMARY KEY (repo_id, number, occurred_at, kind, forge_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE item_detail (
	repo_id    INTEGER NOT NULL REFERENCES repo,
	number     INTEGER NOT NULL,
	updated_at INTEGER NOT NULL,
	parts      INTEGER NOT NULL,
	PRIMARY KEY (repo_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE item_label (
	repo_id INTEGER NOT NULL REFERENCES repo,
	number  INTEGER NOT NULL,
	label   TEXT    NOT NULL,
	PRIMARY KEY (repo_id, number, label)
) STRICT, WITHOUT ROWID;
CREATE TABLE pull_base (
	repo_id INTEGER NOT NULL REFERENCES repo,
	number  INTEGER NOT NULL,
	base    TEXT    NOT NULL, told INTEGER NOT NULL DEFAULT 0, closed_at INTEGER, merged_at INTEGER, updated_at INTEGER,
	PRIMARY KEY (repo_id, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE git_tag (
	repo_id   INTEGER NOT NULL REFERENCES repo,
	name      TEXT    NOT NULL,
	tagged_at INTEGER NOT NULL,
	PRIMARY KEY (repo_id, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE "event" (
	repo_id     INTEGER NOT NULL REFERENCES repo,
	number      INTEGER NOT NULL,
	kind        INTEGER NOT NULL,
	occurred_at INTEGER NOT NULL,
	forge_id    INTEGER NOT NULL,        -- orders events of one second
	actor_id    INTEGER,                 -- account.forge_id
	reason      TEXT, sources INTEGER,
	PRIMARY KEY (repo_id, number, kind, occurred_at, forge_id)
) STRICT, WITHOUT ROWID;
CREATE TABLE alert_run (
	repo_id INTEGER NOT NULL REFERENCES repo,
	scope   TEXT    NOT NULL,
	at_run  INTEGER NOT NULL,
	PRIMARY KEY (repo_id, scope)
) STRICT, WITHOUT ROWID;
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
CREATE INDEX item_by_creation
	ON item (repo_id, kind, created_at, closed_at, author_id, gone_at);
CREATE INDEX item_by_close
	ON item (repo_id, kind, closed_at, created_at, author_id, gone_at)
	WHERE closed_at IS NOT NULL;
CREATE INDEX item_by_merge
	ON item (repo_id, kind, merged_at, created_at, author_id)
	WHERE merged_at IS NOT NULL;
CREATE TABLE listed_commit (
	repo_id      INTEGER NOT NULL REFERENCES repo,
	list         INTEGER NOT NULL,
	sha          BLOB    NOT NULL,
	committed_at INTEGER NOT NULL,       -- committer time
	author_id    INTEGER NOT NULL,       -- git_author.author_id
	merge        INTEGER NOT NULL,       -- has more than one parent
	walk         INTEGER NOT NULL,
	PRIMARY KEY (repo_id, list, sha)
) STRICT, WITHOUT ROWID;
CREATE TABLE listing (
	repo_id   INTEGER PRIMARY KEY REFERENCES repo,
	doc_paths TEXT    NOT NULL           -- key, as in git_head
) STRICT;
CREATE INDEX git_commit_by_time
	ON git_commit (repo_id, documentation, committed_at, author_id, merge)
	WHERE merge = 0;
CREATE TABLE repo_name (
	host       TEXT    NOT NULL,
	full_name  TEXT    NOT NULL COLLATE NOCASE, -- 'owner/name'
	forge_id   INTEGER NOT NULL,                -- repo.forge_id
	first_seen INTEGER NOT NULL,
	last_seen  INTEGER NOT NULL,
	PRIMARY KEY (host, full_name, forge_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_by_untold
	ON item (repo_id, closed_at) WHERE merge_untold = 1;
CREATE TABLE notification (
	notification_id INTEGER PRIMARY KEY,
	repo_id INTEGER NOT NULL REFERENCES repo,
	scope   TEXT    NOT NULL,
	metric  TEXT    NOT NULL,
	kind    INTEGER NOT NULL,
	at      INTEGER NOT NULL,
	body    TEXT    NOT NULL
) STRICT;
CREATE INDEX notification_by_repo ON notification (repo_id, notification_id);
CREATE TABLE digest (
	repo_id INTEGER NOT NULL,
	part    INTEGER NOT NULL,
	rows    INTEGER NOT NULL,
	keys    INTEGER NOT NULL,
	sum     INTEGER NOT NULL,
	PRIMARY KEY (repo_id, part)
) STRICT, WITHOUT ROWID;
CREATE TABLE "stream" (
	repo_id         INTEGER NOT NULL REFERENCES repo,
	stream          TEXT    NOT NULL,
	finished        INTEGER NOT NULL,    -- a walk has reached its end
	etag            TEXT,                -- of its first page
	watermark       INTEGER,             -- newest of its first page
	since           INTEGER,             -- records go back to here
	synced_at       INTEGER,             -- when it was last found current
	note            TEXT,                -- 'issues disabled'
	walk_next       TEXT,                -- where to go on; NULL: no walk
	walk_etag       TEXT,
	walk_newest     INTEGER,
	credential      TEXT,
	walk_credential TEXT,
	PRIMARY KEY (repo_id, stream)
) STRICT, WITHOUT ROWID;
CREATE TABLE "doubt" (
	repo_id  INTEGER NOT NULL REFERENCES repo,
	stream   TEXT    NOT NULL,
	number   INTEGER NOT NULL,
	name     TEXT    NOT NULL,
	kind     INTEGER NOT NULL,
	status   INTEGER NOT NULL,           -- that the server answered with
	why      TEXT    NOT NULL,           -- for people
	asked_at INTEGER NOT NULL,           -- the last time
	PRIMARY KEY (repo_id, stream, number, name)
) STRICT, WITHOUT ROWID;
CREATE VIEW documentation_source AS
SELECT r.repo_id,
       CASE WHEN s.synced_at > coalesce(h.synced_at, s.synced_at - 1)
            THEN 'rest' ELSE 'git' END AS source
  FROM repo AS r
  LEFT JOIN git_head AS h ON h.repo_id = r.repo_id
  LEFT JOIN stream AS s
    ON s.repo_id = r.repo_id AND s.stream = 'documentation' AND s.finished = 1
   AND s.note IS NULL;
CREATE TABLE removal (
	repo_id    INTEGER NOT NULL REFERENCES repo,
	kind       INTEGER NOT NULL,
	forge_id   INTEGER NOT NULL,
	removed_at INTEGER NOT NULL,
	source     INTEGER NOT NULL,
	taken_back INTEGER,
	PRIMARY KEY (repo_id, kind, forge_id, removed_at)
) STRICT, WITHOUT ROWID;
CREATE TABLE span (
	repo_id   INTEGER NOT NULL REFERENCES repo,
	stream    TEXT    NOT NULL,
	source    INTEGER NOT NULL,
	starts_at INTEGER NOT NULL,
	complete  INTEGER NOT NULL,
	ends_at   INTEGER NOT NULL,
	PRIMARY KEY (repo_id, stream, source, starts_at, complete)
) STRICT, WITHOUT ROWID;
CREATE TABLE delivery (
	delivery_id TEXT    PRIMARY KEY,
	received_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX delivery_by_time ON delivery (received_at);
CREATE TABLE scan_result (
	repo_id INTEGER NOT NULL REFERENCES repo,
	scope   TEXT    NOT NULL,
	as_of   INTEGER NOT NULL,
	verdict TEXT,
	class   TEXT,
	PRIMARY KEY (repo_id, scope, as_of)
) STRICT, WITHOUT ROWID;
CREATE TABLE maintainer (
	repo_id  INTEGER NOT NULL REFERENCES repo,
	actor_id INTEGER NOT NULL,           -- account.forge_id
	PRIMARY KEY (repo_id, actor_id)
) STRICT, WITHOUT ROWID;
