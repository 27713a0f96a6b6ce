-- How this index finds a repository.
SELECT digest_tally(r.host, r.forge_id, r.repo_id)
  FROM repo AS t NOT INDEXED
 CROSS JOIN repo AS r INDEXED BY sqlite_autoindex_repo_1
    ON r.host = t.host AND r.forge_id = t.forge_id
 WHERE t.repo_id = :repo_id;
