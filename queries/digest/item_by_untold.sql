-- What this index has of a repository; merge_untold is asked of the table.
SELECT digest_tally(closed_at, number)
  FROM item INDEXED BY item_by_untold
 WHERE repo_id = :repo_id AND merge_untold = 1;
