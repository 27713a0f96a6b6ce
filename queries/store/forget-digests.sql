-- What the tables should hold of a repository: nothing.
DELETE FROM digest WHERE repo_id = :repo_id;
