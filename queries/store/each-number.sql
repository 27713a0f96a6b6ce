-- The numbers and names of a host's repositories, those that were stored first
-- before others.
SELECT forge_id, full_name
  FROM repo
 WHERE host = :host
 ORDER BY repo_id;
