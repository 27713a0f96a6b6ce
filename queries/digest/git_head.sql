-- The one row of a repository.
SELECT * FROM git_head WHERE repo_id = :repo_id;
