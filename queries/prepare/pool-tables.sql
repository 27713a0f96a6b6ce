-- The commits of repositories that are asked about as one; pool.sql fills these.

-- What is looked at ends here: those that were created later add nothing to it.
CREATE TEMP TABLE ask_era (
	ends_at INTEGER NOT NULL
);
INSERT INTO temp.ask_era VALUES (9223372036854775807);

-- One number for all the authors of a pool whose e-mail address is mapped to the
-- same.
CREATE TEMP TABLE ask_person (
	author_id INTEGER PRIMARY KEY,
	person_id INTEGER NOT NULL,
	pool_id   INTEGER NOT NULL
);

CREATE TEMP TABLE ask_commit (
	repo_id       INTEGER NOT NULL, -- the pool's
	sha           BLOB    NOT NULL,
	committed_at  INTEGER NOT NULL,
	author_id     INTEGER NOT NULL, -- person_id
	documentation INTEGER NOT NULL,
	since         INTEGER NOT NULL,
	PRIMARY KEY (repo_id, sha)
) WITHOUT ROWID;

-- Those to the documentation: of a clone, or from the forge's lists.
CREATE TEMP TABLE ask_page (
	repo_id      INTEGER NOT NULL,
	sha          BLOB    NOT NULL,
	committed_at INTEGER NOT NULL,
	author_id    INTEGER NOT NULL,
	since        INTEGER NOT NULL,
	PRIMARY KEY (repo_id, sha)
) WITHOUT ROWID;
