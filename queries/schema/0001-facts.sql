-- Migration 1: the facts that everything is computed from.
--
-- Every table holds facts as a source told them; nothing here is derived, so
-- nothing here ever needs to be rebuilt. Times are seconds since
-- 1970-01-01T00:00:00Z; NULL stands for "has not happened" or "not known".
-- Every table has a natural key, so that writing the same fact again, in any
-- order, changes nothing.

-- A repository. Its identity is (host, forge_id): names change, and a name
-- that was given up may be taken by another.
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
	fork           INTEGER NOT NULL,
	UNIQUE (host, forge_id)
) STRICT;

CREATE INDEX repo_by_name ON repo (host, full_name COLLATE NOCASE);

-- An account of a host. A deleted account has no row where the forge tells
-- nothing of it (author_id NULL), or is the account 'ghost'.
CREATE TABLE account (
	host     TEXT    NOT NULL,
	forge_id INTEGER NOT NULL,
	login    TEXT    NOT NULL,
	type     TEXT,                       -- 'User', 'Bot', 'Organization', ...
	PRIMARY KEY (host, forge_id)
) STRICT, WITHOUT ROWID;

-- An issue (kind 1) or a pull request (kind 2): its newest row. The row with
-- the greater updated_at wins, so the order of arrival does not matter.
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
	merged_at          INTEGER,
	PRIMARY KEY (repo_id, number)
) STRICT, WITHOUT ROWID;

-- A window is a range of one of the three times; the rest of each index is
-- what the views show of it, so that no row need be read.
CREATE INDEX item_by_creation
	ON item (repo_id, kind, created_at, closed_at, author_id);
CREATE INDEX item_by_close
	ON item (repo_id, kind, closed_at, created_at, author_id)
	WHERE closed_at IS NOT NULL;
CREATE INDEX item_by_merge
	ON item (repo_id, kind, merged_at, created_at, author_id)
	WHERE merged_at IS NOT NULL;

-- Something that happened to an item. The key is what happened, to what, and
-- when, so that two sources telling of it give one row. Kinds: 1 closed,
-- 2 reopened, 3 merged, 4 ready_for_review, 5 convert_to_draft,
-- 6 converted_to_discussion.
CREATE TABLE event (
	repo_id     INTEGER NOT NULL REFERENCES repo,
	number      INTEGER NOT NULL,
	kind        INTEGER NOT NULL,
	occurred_at INTEGER NOT NULL,
	forge_id    INTEGER NOT NULL,        -- orders events of one second
	actor_id    INTEGER,                 -- account.forge_id
	PRIMARY KEY (repo_id, number, kind, occurred_at)
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
	published_at INTEGER,
	PRIMARY KEY (repo_id, forge_id)
) STRICT, WITHOUT ROWID;

-- An author as written in commits, and who that is after the .mailmap of the
-- head that was walked last (lower-cased e-mail).
CREATE TABLE git_author (
	author_id INTEGER PRIMARY KEY,
	repo_id   INTEGER NOT NULL REFERENCES repo,
	name      TEXT    NOT NULL,
	email     TEXT    NOT NULL,
	mapped    TEXT,
	UNIQUE (repo_id, email, name)
) STRICT;

-- Every commit reachable from the head in git_head, merges included.
CREATE TABLE git_commit (
	repo_id       INTEGER NOT NULL REFERENCES repo,
	sha           BLOB    NOT NULL,
	committed_at  INTEGER NOT NULL,      -- committer time
	author_id     INTEGER NOT NULL,      -- git_author.author_id
	merge         INTEGER NOT NULL,      -- has more than one parent
	documentation INTEGER NOT NULL,      -- touches a documentation path
	PRIMARY KEY (repo_id, sha)
) STRICT, WITHOUT ROWID;

CREATE INDEX git_commit_by_time
	ON git_commit (repo_id, documentation, committed_at, author_id)
	WHERE merge = 0;

-- Which head git_commit was walked from, and by which rules.
CREATE TABLE git_head (
	repo_id   INTEGER PRIMARY KEY REFERENCES repo,
	sha       BLOB,                      -- NULL: a repository without commits
	ref       TEXT    NOT NULL,
	doc_paths TEXT    NOT NULL,          -- key of the documentation paths
	mailmap   BLOB    NOT NULL,          -- blob id; zeroes: none
	synced_at INTEGER NOT NULL
) STRICT;

-- How far each stream of a repository has been read. `stream` is a value of
-- enum hscan_stream. The first group tells of the last walk that reached its
-- end, the second of one under way.
CREATE TABLE stream (
	repo_id     INTEGER NOT NULL REFERENCES repo,
	stream      INTEGER NOT NULL,
	finished    INTEGER NOT NULL,        -- a walk has reached its end
	etag        TEXT,                    -- of its first page
	watermark   INTEGER,                 -- newest of its first page
	since       INTEGER,                 -- records go back to here
	synced_at   INTEGER,                 -- when it was last found current
	note        TEXT,                    -- 'issues disabled'
	walk_next   TEXT,                    -- where to go on; NULL: no walk
	walk_etag   TEXT,
	walk_newest INTEGER,
	PRIMARY KEY (repo_id, stream)
) STRICT, WITHOUT ROWID;
