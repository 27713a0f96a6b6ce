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

-- Notifications that no command has taken so far, in the order in which they are
-- to be sent. The text is what the command is given; the rest is the turn that
-- it tells of, so that it goes when that is taken back. `notification_id` grows
-- with AUTOINCREMENT: what comes later is never sent before.
CREATE TABLE notification (
	notification_id INTEGER PRIMARY KEY AUTOINCREMENT,
	repo_id INTEGER NOT NULL REFERENCES repo,
	scope   TEXT    NOT NULL,
	metric  TEXT    NOT NULL,
	kind    INTEGER NOT NULL,
	at      INTEGER NOT NULL,
	body    TEXT    NOT NULL
) STRICT;
CREATE INDEX notification_by_repo ON notification (repo_id, notification_id);
-- Migration 8.

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
