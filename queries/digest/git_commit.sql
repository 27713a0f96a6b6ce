-- Every row of a repository, from the table itself.
SELECT * FROM git_commit NOT INDEXED WHERE repo_id = :repo_id;
