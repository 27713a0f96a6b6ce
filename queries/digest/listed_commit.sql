-- Every row of a repository, from the table itself.
SELECT * FROM listed_commit NOT INDEXED WHERE repo_id = :repo_id;
