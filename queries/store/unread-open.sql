-- The items that were open at :at on which something may have been written that
-- was not read since they changed: comments (2), and of pull requests reviews (1)
-- and when they were drafts (4). Comments are read of what was created from
-- :comments_from on, with the list of all of them, and drafts with :drafts_read.
-- What nobody has touched has none of them.
SELECT o.number, o.updated_at,
       EXISTS (SELECT 1
                 FROM doubt AS u
                WHERE u.repo_id = :repo_id AND u.stream = 'reviews'
                  AND u.number = o.number),
       o.kind, 0 AS beyond
  FROM (SELECT i.number, i.kind, i.updated_at,
               CASE WHEN i.comments = 0 AND NOT coalesce(i.unknown, 0) & 4
                         OR i.created_at >= :comments_from
                    THEN 0 ELSE 2 END
               | CASE WHEN i.kind = 1
                           OR i.updated_at > 0
                              AND i.updated_at <= i.created_at
                      THEN 0 WHEN :drafts_read THEN 1 ELSE 5 END AS need
          FROM item AS i
         WHERE i.repo_id = :repo_id AND i.kind IN (1, 2)
           AND i.created_at < :at
           AND (i.closed_at IS NULL OR i.closed_at >= :at)
           AND (i.gone_at IS NULL OR i.gone_at >= :at)) AS o
  LEFT JOIN item_detail AS d
    ON d.repo_id = :repo_id AND d.number = o.number
 WHERE o.need <> 0
   AND (d.number IS NULL OR d.updated_at < o.updated_at
        OR d.parts & o.need <> o.need)
 ORDER BY o.number;
