-- To whom the names of each repository lead, or led, by repository.
SELECT r.repo_id, o.full_name, o.forge_id, o.first_seen, o.last_seen
  FROM repo AS r
  JOIN repo_name AS n ON n.host = r.host AND n.forge_id = r.forge_id
 CROSS JOIN repo_name AS o ON o.host = n.host AND o.full_name = n.full_name
 ORDER BY r.repo_id, o.full_name, o.forge_id;
