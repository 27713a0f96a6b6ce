-- How many things of a stream are in doubt, and whether there may be any number
-- more. Of the answers to pull requests: to those that were opened or
-- merged in a span of time.
SELECT coalesce(sum(d.number > 0 OR d.name <> ''), 0),
       coalesce(max(d.number = 0 AND d.name = ''), 0)
  FROM doubt AS d
  LEFT JOIN item AS i ON i.repo_id = d.repo_id AND i.number = d.number
 WHERE d.repo_id = :repo_id AND d.stream = :stream
   AND (d.stream <> 'reviews'
        OR i.created_at >= :start AND i.created_at < :end
        OR i.merged_at >= :start AND i.merged_at < :end);
