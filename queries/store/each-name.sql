-- To whom the names of each repository lead, or led, by repository. From names to
-- repositories: only that way is there an index.
SELECT r.repo_id, o.full_name, o.forge_id, o.first_seen, o.last_seen
  FROM repo_name AS n
 CROSS JOIN repo AS r ON r.host = n.host AND r.forge_id = n.forge_id
 CROSS JOIN repo_name AS o ON o.host = n.host AND o.full_name = n.full_name
 ORDER BY r.repo_id, o.full_name, o.forge_id;
