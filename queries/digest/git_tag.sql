-- Every row of a repository, from the table itself.
SELECT * FROM git_tag NOT INDEXED WHERE repo_id = :repo_id;
