-- The key of a repository, and what indexes have of it.
SELECT digest_tally(repo_id, host, forge_id, full_name)
  FROM repo NOT INDEXED
 WHERE repo_id = :repo_id;
