-- The keys of all rows of a repository.
SELECT digest_tally(list, sha)
  FROM listed_commit NOT INDEXED
 WHERE repo_id = :repo_id;
