-- How many pull requests closed since a time say nothing of a merge.
SELECT count(*)
  FROM item
 WHERE repo_id = :repo_id AND merge_untold = 1 AND closed_at >= :start;
