-- Every name: they are of no repository, and 0 stands for that.
SELECT * FROM repo_name WHERE :repo_id = 0;
