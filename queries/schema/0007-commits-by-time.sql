-- Migration 7: all that a metric asks of a commit stands in the index by time,
-- so that no row need be read: those lie in the order of their names, which is
-- none. merge is 0 in all of it, but SQLite looks it up to be sure.
DROP INDEX git_commit_by_time;
CREATE INDEX git_commit_by_time
	ON git_commit (repo_id, documentation, committed_at, author_id, merge)
	WHERE merge = 0;
