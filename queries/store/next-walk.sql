-- The number of the next walk of a list.
SELECT coalesce(max(walk), 0) + 1
  FROM listed_commit
 WHERE repo_id = :repo_id AND list = :list;
