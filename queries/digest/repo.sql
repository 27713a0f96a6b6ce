-- The row of a repository.
SELECT * FROM repo NOT INDEXED WHERE repo_id = :repo_id;
