-- Every row of a repository, from the table itself.
SELECT * FROM pull_base NOT INDEXED WHERE repo_id = :repo_id;
