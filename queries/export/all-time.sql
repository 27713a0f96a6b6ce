-- All of time, as one window: what is worked out for a question is worked out for
-- all items. Which of them can be told of depends on the end of the question's
-- windows, so that these were opened with an end before all (known_until).
UPDATE temp.ask_window
   SET starts_at = -9223372036854775807, ends_at = 9223372036854775807;

-- As it is where several sources tell of a repository.
CREATE TEMP TABLE IF NOT EXISTS ask_stated (
	repo_id   INTEGER NOT NULL,
	number    INTEGER NOT NULL,
	closed_at INTEGER,
	merged_at INTEGER,
	PRIMARY KEY (repo_id, number)
) WITHOUT ROWID;

-- Whose name a repository's is, or was, by its number.
CREATE TEMP TABLE ask_name (
	host      TEXT    NOT NULL,
	forge_id  INTEGER NOT NULL,
	full_name TEXT    NOT NULL,
	PRIMARY KEY (host, forge_id, full_name)
) WITHOUT ROWID;
INSERT INTO temp.ask_name SELECT host, forge_id, full_name FROM main.repo_name;

-- How many comments and reviews the store has of each.
CREATE TEMP TABLE ask_count (
	repo_id  INTEGER PRIMARY KEY,
	comments INTEGER NOT NULL,
	reviews  INTEGER NOT NULL
);
