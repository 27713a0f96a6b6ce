-- The reviews of the pull requests opened or merged in a span of time.
SELECT count(*)
  FROM response AS r
  JOIN item AS i ON i.repo_id = r.repo_id AND i.number = r.number
 WHERE r.repo_id = :repo_id AND r.kind = 2
   AND (i.created_at >= :start AND i.created_at < :end
        OR i.merged_at >= :start AND i.merged_at < :end);
