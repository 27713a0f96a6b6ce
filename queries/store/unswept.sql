-- The items that a sweep which began at :began should have met and has not. One
-- that was met a day after that was so by a clock that was ahead. What is in doubt is
-- asked for in any case.
SELECT number
  FROM item
 WHERE repo_id = :repo_id AND number > :number AND gone_at IS NULL
   AND created_at < :began
   AND (swept_at IS NULL OR swept_at < :began OR swept_at > :began + 86400)
   AND NOT EXISTS (SELECT 1
                     FROM doubt AS d
                    WHERE d.repo_id = :repo_id AND d.stream = 'issues'
                      AND d.number = item.number AND d.name = '')
 ORDER BY number
 LIMIT :most;
