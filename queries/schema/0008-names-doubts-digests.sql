-- Migration 8.

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
