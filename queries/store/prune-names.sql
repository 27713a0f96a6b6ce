-- What is only known by name.
DELETE FROM repo_name
 WHERE (host, forge_id) NOT IN (SELECT host, forge_id FROM repo);
