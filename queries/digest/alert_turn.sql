-- Every row of a repository, from the table itself.
SELECT * FROM alert_turn NOT INDEXED WHERE repo_id = :repo_id;
