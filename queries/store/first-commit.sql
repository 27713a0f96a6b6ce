-- When the oldest commit of a repository was made; NULL without any.
SELECT min(committed_at) AS committed_at
  FROM git_commit
 WHERE repo_id = :repo_id;
