-- The keys of all rows of a repository.
SELECT digest_tally(number, label)
  FROM item_label NOT INDEXED
 WHERE repo_id = :repo_id;
