-- The items that have changed since a time, and those that are open; without
-- those that could not be read.
SELECT count(*)
       - (SELECT count(*)
            FROM doubt AS d
            JOIN item AS i ON i.repo_id = d.repo_id AND i.number = d.number
           WHERE d.repo_id = :repo_id AND d.stream = 'issues'
             AND i.gone_at IS NULL
             AND (i.updated_at >= :start OR i.open))
  FROM item
 WHERE repo_id = :repo_id AND gone_at IS NULL
   AND (updated_at >= :start OR open);
