-- Whether anything of a stream is in doubt.
SELECT 1 FROM doubt WHERE repo_id = :repo_id AND stream = :stream LIMIT 1;
