-- Everything that is in doubt of some streams and was asked for since then.
-- :streams is their names, in order, each between commas.
SELECT stream, number, name, kind, status, why
  FROM doubt
 WHERE repo_id = :repo_id AND asked_at >= :since
   AND instr(:streams, ',' || stream || ',') > 0
 ORDER BY instr(:streams, ',' || stream || ','), number, name;
