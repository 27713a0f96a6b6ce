-- How many commits to the documentation the lists show since `since`.
SELECT count(DISTINCT sha)
  FROM listed_commit
 WHERE repo_id = :repo_id AND merge = 0
   AND committed_at >= coalesce(:since, committed_at);
