-- What the newest scan before an instant said of a repository.
SELECT as_of, verdict, class
  FROM scan_result
 WHERE repo_id = :repo_id AND scope = :scope AND as_of < :before
 ORDER BY as_of DESC
 LIMIT 1;
