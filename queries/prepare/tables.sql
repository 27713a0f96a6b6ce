-- The question, and what is worked out for it, as tables that the views read.

-- pool_id: the oldest of those that are asked about as one with it; its own
-- number if there are none. place: in what order they were named; since: when
-- it was created.
CREATE TEMP TABLE ask_repo (
	repo_id INTEGER PRIMARY KEY,
	pool_id INTEGER NOT NULL,
	place   INTEGER NOT NULL,
	since   INTEGER NOT NULL
);

-- Those of which others than REST have told.
CREATE TEMP TABLE ask_mixed (
	repo_id INTEGER PRIMARY KEY
);

CREATE TEMP TABLE ask_window (
	window_no INTEGER PRIMARY KEY,
	starts_at INTEGER NOT NULL,
	ends_at   INTEGER NOT NULL
);

-- One row: whether only some of the items, of the commits, are looked at, and
-- whether any items could not be read.
CREATE TEMP TABLE ask_slice (
	items_sliced   INTEGER NOT NULL,
	commits_sliced INTEGER NOT NULL,
	items_doubted  INTEGER NOT NULL -- or answers to them
);

-- What could not be read of the items, and of what else; see main.doubt.
-- created_at and merged_at are the item's, as far as they are known.
CREATE TEMP TABLE ask_doubt (
	repo_id    INTEGER NOT NULL,
	stream     TEXT    NOT NULL,
	number     INTEGER NOT NULL,
	name       TEXT    NOT NULL,
	kind       INTEGER NOT NULL,
	created_at INTEGER,
	merged_at  INTEGER,
	PRIMARY KEY (repo_id, number, stream, name)
) WITHOUT ROWID;

CREATE TEMP TABLE ask_label (
	label TEXT PRIMARY KEY COLLATE NOCASE
) WITHOUT ROWID;

-- The items, and the authors of commits, of the slice.
CREATE TEMP TABLE ask_item (
	repo_id INTEGER NOT NULL,
	number  INTEGER NOT NULL,
	PRIMARY KEY (repo_id, number)
) WITHOUT ROWID;

CREATE TEMP TABLE ask_author (
	author_id INTEGER PRIMARY KEY
);

-- Who is a bot, and whose samples are left out: the same, or nobody. Authors
-- of commits have negative numbers, see v_commit.
CREATE TEMP TABLE ask_bot (
	repo_id  INTEGER NOT NULL,
	actor_id INTEGER NOT NULL,
	PRIMARY KEY (repo_id, actor_id)
) WITHOUT ROWID;

CREATE TEMP TABLE ask_left_out (
	repo_id  INTEGER NOT NULL,
	actor_id INTEGER NOT NULL,
	PRIMARY KEY (repo_id, actor_id)
) WITHOUT ROWID;

-- Who is an agent (src/model/agent.h); filled with ask_opener.
CREATE TEMP TABLE ask_agent (
	repo_id  INTEGER NOT NULL,
	actor_id INTEGER NOT NULL,
	PRIMARY KEY (repo_id, actor_id)
) WITHOUT ROWID;

-- Who opened items: their first one there, and what they are whatever the item; 0:
-- a newcomer or a regular, see v_role. The numbers are those of enum hscan_role.
CREATE TEMP TABLE ask_opener (
	repo_id  INTEGER NOT NULL,
	actor_id INTEGER NOT NULL,
	number   INTEGER NOT NULL,
	role     INTEGER NOT NULL,
	PRIMARY KEY (repo_id, actor_id)
) WITHOUT ROWID;

-- Of authors of commits, and of accounts, who they are one person with, where
-- that is somebody else; and who that may be, by what their addresses say: the
-- number of an account, or a login. home stands for the pool and the host.
CREATE TEMP TABLE ask_who (
	repo_id   INTEGER NOT NULL,
	actor_id  INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	PRIMARY KEY (repo_id, actor_id)
) WITHOUT ROWID;

CREATE TEMP TABLE ask_alias (
	host     TEXT    NOT NULL,
	login    TEXT    NOT NULL COLLATE NOCASE, -- empty: a number is told
	actor_id INTEGER NOT NULL,                -- 0: a login is
	home     INTEGER NOT NULL,
	address  INTEGER NOT NULL, -- the nth, as mapped
	PRIMARY KEY (host, login, actor_id, home, address)
) WITHOUT ROWID;

-- Everybody who contributed; see v_newcomer.
CREATE TEMP TABLE ask_newcomer (
	repo_id   INTEGER NOT NULL,
	first_at  INTEGER NOT NULL,
	person_id INTEGER NOT NULL,
	second_at INTEGER,
	PRIMARY KEY (repo_id, first_at, person_id)
) WITHOUT ROWID;

-- Whose the work of each author of commits is; see v_affiliation.
CREATE TEMP TABLE ask_affiliated (
	repo_id      INTEGER NOT NULL, -- the pool's
	author_id    INTEGER NOT NULL,
	from_at      INTEGER NOT NULL,
	part         INTEGER NOT NULL, -- of those of one time
	to_at        INTEGER NOT NULL,
	organization TEXT,
	standing     INTEGER NOT NULL, -- enum hscan_standing
	percent      INTEGER NOT NULL,
	PRIMARY KEY (repo_id, author_id, from_at, part)
) WITHOUT ROWID;

-- Accounts that stand for deleted ones; on another host the same number is
-- somebody.
CREATE TEMP TABLE ask_ghost (
	repo_id  INTEGER NOT NULL,
	actor_id INTEGER NOT NULL,
	PRIMARY KEY (repo_id, actor_id)
) WITHOUT ROWID;

-- Accounts of which old sources tell the login alone (src/model/login_id.h), by
-- the hosts of the mixed repositories; and the accounts that go by these logins.
-- Empty for most stores.
CREATE TEMP TABLE ask_bare (
	host     TEXT    NOT NULL,
	login    TEXT    NOT NULL COLLATE NOCASE,
	login_id INTEGER NOT NULL,
	PRIMARY KEY (host, login)
) WITHOUT ROWID;

CREATE TEMP TABLE ask_login (
	login_id INTEGER PRIMARY KEY,
	actor_id INTEGER NOT NULL
);

-- Who looks after the repository whose signs of life are asked for.
CREATE TEMP TABLE ask_maintainer (
	actor_id INTEGER PRIMARY KEY
);

-- Filled when a metric needs them; see v_documentation, v_issue_state,
-- v_issue_response and v_draft.
CREATE TEMP TABLE ask_documented (
	repo_id INTEGER PRIMARY KEY,
	source  TEXT
);

CREATE TEMP TABLE ask_documentation (
	repo_id      INTEGER NOT NULL,
	committed_at INTEGER NOT NULL,
	sha          BLOB    NOT NULL,
	author_id    INTEGER NOT NULL,
	PRIMARY KEY (repo_id, committed_at, sha)
) WITHOUT ROWID;

CREATE TEMP TABLE open_stretch (
	repo_id      INTEGER NOT NULL,
	number       INTEGER NOT NULL,
	kind         INTEGER NOT NULL,
	actor_id     INTEGER,
	created_at   INTEGER NOT NULL,
	opened_at    INTEGER NOT NULL,
	ended_at     INTEGER,
	closed_until INTEGER,
	closed       INTEGER NOT NULL
);

CREATE TEMP TABLE ask_first (
	repo_id      INTEGER NOT NULL,
	kind         INTEGER NOT NULL,
	number       INTEGER NOT NULL,
	actor_id     INTEGER,
	created_at   INTEGER NOT NULL,
	merged_at    INTEGER,
	started_at   INTEGER,
	responded_at INTEGER
);

CREATE TEMP TABLE ask_draft (
	repo_id    INTEGER NOT NULL,
	number     INTEGER NOT NULL,
	drafted_at INTEGER NOT NULL,
	readied_at INTEGER,
	PRIMARY KEY (repo_id, number, drafted_at)
) WITHOUT ROWID;

-- Filled for the repositories and windows that are shown; see v_reviewer.
CREATE TEMP TABLE ask_reviewer (
	repo_id   INTEGER NOT NULL,
	window_no INTEGER NOT NULL,
	actor_id  INTEGER NOT NULL,
	login     TEXT    NOT NULL,
	reviews   INTEGER NOT NULL
);
