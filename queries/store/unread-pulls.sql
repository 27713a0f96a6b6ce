-- The pull requests opened or merged in a span of time of which something that
-- is needed was not read since they changed. What reviews say (8) is read with
-- them, but was not always kept: where all of them have it, it need not be read.
-- With :every those that were opened before its end, too, but only their reviews
-- (1): they are `beyond`. With nothing needed of the first, all are.
SELECT p.number, p.updated_at,
       EXISTS (SELECT 1
                 FROM doubt AS u
                WHERE u.repo_id = :repo_id AND u.stream = 'reviews'
                  AND u.number = p.number),
       2 AS kind, p.beyond
  FROM (SELECT i.number, i.updated_at, 0 AS beyond
          FROM item AS i
         WHERE :need <> 0 AND i.repo_id = :repo_id AND i.kind = 2
           AND i.created_at >= :start AND i.created_at < :end
        UNION
        SELECT i.number, i.updated_at, 0
          FROM item AS i
         WHERE :need <> 0 AND i.repo_id = :repo_id AND i.kind = 2
           AND i.merged_at >= :start AND i.merged_at < :end
         UNION ALL
        SELECT i.number, i.updated_at, 1
          FROM item AS i
         WHERE :every AND i.repo_id = :repo_id AND i.kind = 2
           AND i.created_at < :end
           AND (:need = 0
                OR i.created_at < :start
                   AND (i.merged_at IS NULL OR i.merged_at < :start
                        OR i.merged_at >= :end))) AS p
  LEFT JOIN item_detail AS d
    ON d.repo_id = :repo_id AND d.number = p.number
 WHERE d.number IS NULL OR d.updated_at < p.updated_at
    OR (NOT p.beyond AND d.parts & :need & 7 <> :need & 7)
    OR (p.beyond AND NOT d.parts & 1)
    OR (NOT p.beyond AND :need & 8 AND NOT d.parts & 8
        AND EXISTS (SELECT 1
                      FROM response AS r
                     WHERE r.repo_id = :repo_id AND r.number = p.number
                       AND r.kind = 2 AND r.state IS NULL))
 ORDER BY p.number;
