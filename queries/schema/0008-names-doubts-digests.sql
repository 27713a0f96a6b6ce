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
