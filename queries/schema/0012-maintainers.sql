-- Migration 12: whom the forge calls owner, member or collaborator beside what
-- they wrote. Many who answer never open an issue or pull request of their own,
-- whose row would tell it.

-- Nobody is taken off again: what was told once, of whatever answer and in
-- whatever order, is the same in every store.
CREATE TABLE maintainer (
	repo_id  INTEGER NOT NULL REFERENCES repo,
	actor_id INTEGER NOT NULL,           -- account.forge_id
	PRIMARY KEY (repo_id, actor_id)
) STRICT, WITHOUT ROWID;
