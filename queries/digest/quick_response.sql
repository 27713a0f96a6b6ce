-- The keys of all rows of a repository.
SELECT digest_tally(number, occurred_at, kind, forge_id)
  FROM response NOT INDEXED
 WHERE repo_id = :repo_id;
