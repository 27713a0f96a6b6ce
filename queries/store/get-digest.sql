-- What a table should hold of a repository.
SELECT rows, keys, sum FROM digest WHERE repo_id = :repo_id AND part = :part;
