-- After forget-listed-commits: nothing of the lists has been read.
DELETE FROM stream WHERE repo_id = :repo_id AND stream BETWEEN 1024 AND 1087;
