-- What is in doubt of some streams and can be asked for by itself, what was asked
-- for longest ago first. :streams is their names, in order, each between commas.
SELECT stream, number, name, kind, status, why
  FROM doubt
 WHERE repo_id = :repo_id AND instr(:streams, ',' || stream || ',') > 0
   AND (number > 0 OR name <> '')
 ORDER BY asked_at, instr(:streams, ',' || stream || ','), number, name
 LIMIT :most;
