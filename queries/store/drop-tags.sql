-- The tags of a repository, before those there are now are put.
DELETE FROM git_tag WHERE repo_id = :repo_id;
