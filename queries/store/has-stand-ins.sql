-- Whether there is a repository whose number nobody has told.
SELECT 1 FROM repo WHERE host = :host AND forge_id <= -4611686018427387904
 LIMIT 1;
