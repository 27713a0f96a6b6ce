-- The documentation commits of lists by other paths, or without an author.
DELETE FROM listed_commit WHERE repo_id = :repo_id;
