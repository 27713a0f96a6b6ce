-- id:        doc_quiet_weeks
-- title:     Documentation quiet for
-- unit:      weeks
-- better:    lower
-- statistic: gauge
-- risk:      >= 2
-- streams:   documentation
-- order:     310
-- subject:   commit
--
-- For how many whole weeks nobody has worked on the documentation: the time
-- from the last documentation commit to the window's end, in weeks, rounded
-- down. Where there never was one, the time since the first commit.
--
-- Which commits count is as for doc_update_frequency; bots are left out here
-- too. "Left out" counts their documentation commits in the window. The bound,
-- two silent weeks, is from the requirements that healthscan was begun with.
WITH first AS MATERIALIZED (
	SELECT d.repo_id, min(d.first_at) AS first_at
	  FROM (SELECT r.repo_id, (SELECT c.committed_at
	                             FROM v_commit AS c
	                            WHERE c.repo_id = r.repo_id
	                              AND c.documentation = k.value
	                            ORDER BY c.committed_at
	                            LIMIT 1) AS first_at
	          FROM v_repo AS r
	         CROSS JOIN (SELECT 0 AS value UNION ALL SELECT 1) AS k) AS d
	 GROUP BY d.repo_id
), last AS (
	SELECT r.repo_id, w.window_no, w.ends_at, f.first_at,
	       r.documentation_source AS source,
	       (SELECT c.committed_at
	          FROM v_documentation AS c
	         WHERE c.repo_id = r.repo_id AND c.committed_at < w.ends_at
	           AND NOT c.left_out
	         ORDER BY c.committed_at DESC
	         LIMIT 1) AS doc_at
	  FROM v_repo AS r
	 CROSS JOIN v_window AS w
	  LEFT JOIN first AS f ON f.repo_id = r.repo_id
)
SELECT repo_id, window_no, NULL AS subject, NULL AS actor_id,
       (ends_at - coalesce(doc_at, first_at)) / 604800 AS value
  FROM last
 WHERE coalesce(doc_at, first_at) < ends_at
UNION ALL
SELECT repo_id, window_no,
       'no commit to the documentation is listed; a clone would tell since when',
       NULL, NULL
  FROM last
 WHERE source = 'rest' AND coalesce(doc_at, first_at) IS NULL
UNION ALL
SELECT c.repo_id, w.window_no, lower(hex(c.sha)), c.actor_id, 0
  FROM v_window AS w
  JOIN v_documentation AS c
    ON c.committed_at >= w.starts_at AND c.committed_at < w.ends_at
 WHERE c.left_out;
