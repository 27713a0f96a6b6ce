-- The one row of a repository.
SELECT * FROM listing WHERE repo_id = :repo_id;
