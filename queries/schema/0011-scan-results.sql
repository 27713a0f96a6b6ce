-- Migration 11: what a scan said of a repository, to tell the next one what has
-- turned.

-- scope is the question that was asked, at its as_of. verdict ('healthy', ...)
-- and class ('active', ...) are NULL while they were never known; what is not
-- known this time is as it was last.
CREATE TABLE scan_result (
	repo_id INTEGER NOT NULL REFERENCES repo,
	scope   TEXT    NOT NULL,
	as_of   INTEGER NOT NULL,
	verdict TEXT,
	class   TEXT,
	PRIMARY KEY (repo_id, scope, as_of)
) STRICT, WITHOUT ROWID;
