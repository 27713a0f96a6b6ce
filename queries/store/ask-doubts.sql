-- What is in doubt and can be asked for by itself, what was asked for longest ago
-- first. The answers to a pull request (256) are read with those of others.
SELECT stream, number, name, kind, status, why
  FROM doubt
 WHERE repo_id = :repo_id AND stream & :streams AND stream <> 256
   AND (number > 0 OR name <> '')
 ORDER BY asked_at, stream, number, name
 LIMIT :most;
