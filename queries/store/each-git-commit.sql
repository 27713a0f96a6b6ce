-- Some commits of a history, those behind the one that is named.
SELECT sha
  FROM git_commit
 WHERE repo_id = :repo_id AND sha > :after
 ORDER BY sha
 LIMIT :most;
