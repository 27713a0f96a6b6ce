-- The keys of all rows of a repository.
SELECT digest_tally(number, kind, occurred_at, forge_id)
  FROM event NOT INDEXED
 WHERE repo_id = :repo_id;
