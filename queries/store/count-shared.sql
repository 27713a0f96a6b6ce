-- Of what happened to pull requests in a span of time, as REST tells it: how much,
-- and how much of that an archive tells, too. Its times are of the envelope, as
-- near as src/metric/unite.h takes them.
SELECT count(*),
       count(*) FILTER (WHERE EXISTS (
           SELECT 1
             FROM event AS a
            WHERE a.repo_id = e.repo_id AND a.number = e.number
              AND a.kind = e.kind AND a.sources & 8
              AND a.occurred_at BETWEEN e.occurred_at - 2
                                    AND e.occurred_at + 15))
  FROM event AS e
 CROSS JOIN item AS i
    ON i.repo_id = e.repo_id AND i.number = e.number AND i.kind = 2
 WHERE e.repo_id = :repo_id AND e.kind IN (1, 2, 3) AND e.forge_id > 0
   AND coalesce(e.sources, 1) & 1
   AND e.occurred_at >= :start AND e.occurred_at <= :end;
