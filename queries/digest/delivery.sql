-- Every delivery: they are of no repository, and 0 stands for that.
SELECT * FROM delivery NOT INDEXED WHERE :repo_id = 0;
