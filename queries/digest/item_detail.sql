-- Every row of a repository, from the table itself.
SELECT * FROM item_detail NOT INDEXED WHERE repo_id = :repo_id;
