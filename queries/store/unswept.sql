-- The items that a sweep which began at :began should have met and has not. One
-- that was met a day after that was so by a clock that was ahead.
SELECT number
  FROM item
 WHERE repo_id = :repo_id AND number > :number AND gone_at IS NULL
   AND created_at < :began
   AND (swept_at IS NULL OR swept_at < :began OR swept_at > :began + 86400)
 ORDER BY number
 LIMIT :most;
