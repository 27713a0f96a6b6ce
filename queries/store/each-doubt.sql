-- Everything that is in doubt of a repository and was asked for since then.
SELECT stream, number, name, kind, status, why
  FROM doubt
 WHERE repo_id = :repo_id AND asked_at >= :since
 ORDER BY stream, number, name;
