-- The items that a sweep which began at :began should have met and has not.
SELECT number
  FROM item
 WHERE repo_id = :repo_id AND number > :number AND gone_at IS NULL
   AND created_at < :began
   AND (swept_at IS NULL OR swept_at < :began)
 ORDER BY number
 LIMIT :most;
