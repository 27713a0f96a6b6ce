-- The repositories that are asked about, by number: the pool that each is in, and
-- which one stands for its pool and host: the pool's own, where it is of that host.
SELECT q.repo_id, q.pool_id,
       CASE WHEN r.host = p.host
            THEN q.pool_id
            ELSE (SELECT min(o.repo_id)
                    FROM temp.ask_repo AS o
                   CROSS JOIN main.repo AS h ON h.repo_id = o.repo_id
                   WHERE o.pool_id = q.pool_id AND h.host = r.host)
       END AS home
  FROM temp.ask_repo AS q
 CROSS JOIN main.repo AS r ON r.repo_id = q.repo_id
 CROSS JOIN main.repo AS p ON p.repo_id = q.pool_id
 ORDER BY q.repo_id;
