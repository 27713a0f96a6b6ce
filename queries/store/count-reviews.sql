-- The reviews of the pull requests opened or merged in a span of time: from the
-- few items of the span to their answers, not the other way.
SELECT count(*)
  FROM (SELECT number
          FROM item
         WHERE repo_id = :repo_id AND kind IN (1, 2)
           AND created_at >= :start AND created_at < :end
         UNION ALL
        SELECT number
          FROM item
         WHERE repo_id = :repo_id AND kind IN (1, 2)
           AND merged_at >= :start AND merged_at < :end
           AND NOT (created_at >= :start AND created_at < :end)) AS i
 CROSS JOIN response AS r
    ON r.repo_id = :repo_id AND r.number = i.number AND r.kind = 2;
