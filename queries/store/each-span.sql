-- From when to when which source told of what.
SELECT stream, source, starts_at, ends_at, complete
  FROM span
 WHERE repo_id = :repo_id
 ORDER BY stream, source, starts_at, complete;
