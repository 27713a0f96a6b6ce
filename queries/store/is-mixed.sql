-- Whether another source than REST has told of a repository.
SELECT 1 FROM span WHERE repo_id = :repo_id LIMIT 1;
