-- The number of the repository that was met under a name last, which need not
-- be stored.
SELECT forge_id
  FROM repo_name
 WHERE host = :host AND full_name = :full_name
 ORDER BY last_seen DESC, forge_id DESC
 LIMIT 1;
