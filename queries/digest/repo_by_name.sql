-- How this index finds a repository.
SELECT digest_tally(r.host, r.full_name, r.repo_id)
  FROM repo AS t NOT INDEXED
 CROSS JOIN repo AS r INDEXED BY repo_by_name
    ON r.host = t.host AND r.full_name = t.full_name COLLATE NOCASE
   AND r.repo_id = t.repo_id
 WHERE t.repo_id = :repo_id;
