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
