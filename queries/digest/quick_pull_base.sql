-- The keys of all rows of a repository.
SELECT digest_tally(number)
  FROM pull_base NOT INDEXED
 WHERE repo_id = :repo_id;
