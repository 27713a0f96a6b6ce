-- Every account: they are of no repository, and 0 stands for that.
SELECT * FROM account WHERE :repo_id = 0;
