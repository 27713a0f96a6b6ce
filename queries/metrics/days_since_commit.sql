-- id:        days_since_commit
-- title:     Last commit
-- unit:      days
-- better:    lower
-- statistic: gauge
-- streams:   git
-- order:     420
--
-- The time from the last commit before the window's end to that end, merges and
-- bots left out.
WITH last AS MATERIALIZED (
	SELECT r.repo_id, w.window_no,
	       (SELECT c.committed_at
	          FROM v_commit AS c
	         WHERE c.repo_id = r.repo_id AND c.documentation = k.value
	           AND c.committed_at < w.ends_at AND NOT c.left_out
	         ORDER BY c.committed_at DESC
	         LIMIT 1) AS last_at
	  FROM v_repo AS r
	 CROSS JOIN v_window AS w
	 CROSS JOIN (SELECT 0 AS value UNION ALL SELECT 1) AS k
)
SELECT repo_id, window_no, NULL AS subject, NULL AS actor_id,
       max(last_at) AS began_at, NULL AS ended_at
  FROM last
 WHERE last_at IS NOT NULL
 GROUP BY repo_id, window_no;
