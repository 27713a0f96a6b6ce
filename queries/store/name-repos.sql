-- The names of all repositories, and nothing that would take longer.
SELECT r.host, r.full_name
  FROM repo AS r
 ORDER BY r.host, r.full_name COLLATE NOCASE, r.repo_id;
