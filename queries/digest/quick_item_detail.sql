-- The keys of all rows of a repository.
SELECT digest_tally(number)
  FROM item_detail NOT INDEXED
 WHERE repo_id = :repo_id;
