-- Every row of a repository, from the table itself.
SELECT * FROM scan_result NOT INDEXED WHERE repo_id = :repo_id;
