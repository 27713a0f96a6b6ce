-- Every row of a repository, from the table itself.
SELECT * FROM maintainer NOT INDEXED WHERE repo_id = :repo_id;
