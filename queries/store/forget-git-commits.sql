-- Before a walk that begins from nothing.
DELETE FROM git_commit WHERE repo_id = :repo_id;
