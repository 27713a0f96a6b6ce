-- Migration 8.

-- --- what a repository has switched off ---

-- Its owner takes no pull requests: has_pull_requests is false.
ALTER TABLE repo ADD COLUMN pulls_disabled INTEGER NOT NULL DEFAULT 0;

-- --- what is in doubt ---

-- A single thing that the forge has told of, or should have, and that cannot be
-- read: it is left out of the numbers and counted, and asked for again by
-- itself until it is read or gone. stream is a value of enum hscan_stream: 2
-- an item (a row of the list, or an item that a sweep has not met), 4 a
-- release, 8 an event, 128 a comment, 256 the answers to a pull request, 512
-- its branch, 1024 + n a commit of the nth list. number is that of an item, 0
-- where there is none; name is what else it is known by, the forge's number or
-- a commit's. kind is the item's, 0 where that is not known.
--
-- A row with number 0 and no name stands for an unknown number of things: a
-- list that the forge says is not all there is.
CREATE TABLE doubt (
	repo_id  INTEGER NOT NULL REFERENCES repo,
	stream   INTEGER NOT NULL,
	number   INTEGER NOT NULL,
	name     TEXT    NOT NULL,
	kind     INTEGER NOT NULL,
	status   INTEGER NOT NULL,           -- that the server answered with
	why      TEXT    NOT NULL,           -- for people
	asked_at INTEGER NOT NULL,           -- the last time
	PRIMARY KEY (repo_id, stream, number, name)
) STRICT, WITHOUT ROWID;
