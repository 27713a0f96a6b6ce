-- The comments since a time; that is asked first, as most are older.
SELECT count(*)
  FROM response
 WHERE repo_id = :repo_id AND occurred_at >= :start AND kind = 1;
