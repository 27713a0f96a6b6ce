-- Migration 8: what is not known is kept as such. Names of repositories, the
-- branch that a history is of, things that cannot be read, merges that are not
-- told of, what every table should hold; and notifications that are still to be
-- sent.

-- --- the head of a history ---

-- Which branch of the forge the history in git_head was walked from; '' is some
-- other head than the one that the forge called default then, and NULL is not
-- known: walked before this was kept, or the forge told of none. What the old
-- rules found by origin/HEAD is the default branch where it is called so now.
ALTER TABLE git_head ADD COLUMN branch TEXT;
UPDATE git_head
   SET branch = (SELECT r.default_branch
                   FROM repo AS r
                  WHERE r.repo_id = git_head.repo_id
                    AND git_head.ref =
                        'refs/remotes/origin/' || r.default_branch);

-- `stand_ins` is a digest of the replace refs and grafts that were followed,
-- zeroes for none; NULL: walked before they were, and before commits and
-- .mailmap were read as git reads them, so it is walked anew. `unmapped` is 1
-- when the head's .mailmap was not there to be read: then `mailmap` is zeroes,
-- so that it is read when it is.
ALTER TABLE git_head ADD COLUMN stand_ins BLOB;
ALTER TABLE git_head ADD COLUMN unmapped INTEGER NOT NULL DEFAULT 0;

-- --- names ---

-- As which repository (the forge's number) a forge has answered to a name, and
-- from when to when it was seen to. A repository that was renamed or
-- transferred keeps its old names for as long as the forge leads from them to
-- it, and no other has been met under one; the one that was met last has it.
-- Also of repositories that are not stored: those whose names others had.
CREATE TABLE repo_name (
	host       TEXT    NOT NULL,
	full_name  TEXT    NOT NULL COLLATE NOCASE, -- 'owner/name'
	forge_id   INTEGER NOT NULL,                -- repo.forge_id
	first_seen INTEGER NOT NULL,
	last_seen  INTEGER NOT NULL,
	PRIMARY KEY (host, full_name, forge_id)
) STRICT, WITHOUT ROWID;

-- What was stored before has but its present name. Clones without a forge have
-- numbers below zero, and no names but their folders'.
INSERT INTO repo_name
SELECT r.host, r.full_name, r.forge_id,
       coalesce(s.synced_at, 0), coalesce(s.synced_at, 0)
  FROM repo AS r
  LEFT JOIN stream AS s ON s.repo_id = r.repo_id AND s.stream = 1
 WHERE r.forge_id > 0;

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

-- --- merges that are not told of ---

-- A pull request that is closed, of whose merge nothing is known: its row has
-- no key merged_at (GitHub's of 2015, old Enterprise servers). 0 for all else:
-- of those that were read before nobody knows any more.
ALTER TABLE item ADD COLUMN merge_untold INTEGER NOT NULL DEFAULT 0;

CREATE INDEX item_by_untold
	ON item (repo_id, closed_at) WHERE merge_untold = 1;

-- What the list of pull requests says of it; told 0: nothing.
ALTER TABLE pull_base ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pull_base ADD COLUMN closed_at INTEGER;
ALTER TABLE pull_base ADD COLUMN merged_at INTEGER;

-- What is open is not closed, whatever its row says besides.
UPDATE item SET closed_at = NULL WHERE open = 1 AND closed_at IS NOT NULL;

-- --- notifications ---

-- Notifications that no command has taken so far, in the order in which they are
-- to be sent. The text is what the command is given; the rest is the turn that
-- it tells of, so that it goes when that is taken back. A new one has a higher
-- number than all that are there.
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

-- --- digests ---

-- What each table should hold of each repository: how many rows, the sum of a
-- number made of the key of each, and the sum of one made of all of it
-- (src/store/digest.c), both modulo 2^64 and as it comes with a sign. part is a
-- value of enum store_part. Repository 0 has what is of no repository: the
-- accounts, the names, and the schema. No row: nothing. It is written in the
-- transactions that change the rows; whoever migrates fills it in.
CREATE TABLE digest (
	repo_id INTEGER NOT NULL,
	part    INTEGER NOT NULL,
	rows    INTEGER NOT NULL,
	keys    INTEGER NOT NULL,
	sum     INTEGER NOT NULL,
	PRIMARY KEY (repo_id, part)
) STRICT, WITHOUT ROWID;
