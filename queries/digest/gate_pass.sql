-- Every row of a repository, from the table itself.
SELECT * FROM gate_pass NOT INDEXED WHERE repo_id = :repo_id;
