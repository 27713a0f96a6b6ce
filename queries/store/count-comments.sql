-- The comments since a time.
SELECT count(*)
  FROM response
 WHERE repo_id = :repo_id AND kind = 1 AND occurred_at >= :start;
