-- How many pull requests opened or merged in a span of time have a review of
-- which nobody has told what it says, and were not read since that is kept (8):
-- the forge, asked again, may say it.
SELECT count(*)
  FROM (SELECT number
          FROM item
         WHERE repo_id = :repo_id AND kind = 2
           AND created_at >= :start AND created_at < :end
         UNION ALL
        SELECT number
          FROM item
         WHERE repo_id = :repo_id AND kind = 2
           AND merged_at >= :start AND merged_at < :end
           AND NOT (created_at >= :start AND created_at < :end)) AS i
 WHERE EXISTS (SELECT 1
                 FROM response AS r
                WHERE r.repo_id = :repo_id AND r.number = i.number
                  AND r.kind = 2 AND r.state IS NULL)
   AND NOT EXISTS (SELECT 1
                     FROM item_detail AS d
                    WHERE d.repo_id = :repo_id AND d.number = i.number
                      AND d.parts & 8);
