-- The authors of commits, those of a pool whose address is mapped to the same one
-- after another, and numbered. What bots wrote is apart: it is nobody else's.
WITH author AS (
	SELECT q.repo_id, q.pool_id, g.author_id, r.host, g.email,
	       coalesce(g.mapped, lower(g.email)) AS mapped,
	       EXISTS (SELECT 1
	                 FROM temp.ask_left_out AS o
	                WHERE o.repo_id = q.pool_id
	                  AND o.actor_id = -1 - g.author_id) AS left_out
	  FROM temp.ask_repo AS q
	 CROSS JOIN main.repo AS r ON r.repo_id = q.repo_id
	 CROSS JOIN main.git_author AS g ON g.repo_id = q.repo_id
)
SELECT repo_id, pool_id, author_id, host, email, mapped, left_out,
       dense_rank() OVER (ORDER BY pool_id, mapped, left_out) - 1 AS address
  FROM author
 ORDER BY pool_id, mapped, left_out, author_id;
