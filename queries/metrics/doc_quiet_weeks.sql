-- id:        doc_quiet_weeks
-- title:     Weeks since docs update
-- unit:      weeks
-- better:    lower
-- statistic: gauge
-- risk:      >= 2
-- streams:   documentation
-- order:     310
-- subject:   commit
--
-- Whole weeks without a documentation commit: the time from the last one to the
-- window's end, rounded down. If there never was one, the time since the first
-- commit.
--
-- The same commits count as for doc_update_frequency, without bots. "Left out"
-- counts the bots' documentation commits in the window. The bound of two weeks
-- is from healthscan's original requirements.
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
	-- The commits of a group are those of one of it.
	SELECT r.repo_id, r.group_id, w.window_no, w.ends_at, f.first_at,
	       r.git_read, r.documentation_source AS source,
	       (SELECT c.committed_at
	          FROM v_documentation AS c
	         WHERE c.repo_id = r.group_id AND c.committed_at < w.ends_at
	           AND NOT c.left_out
	         ORDER BY c.committed_at DESC
	         LIMIT 1) AS doc_at
	  FROM v_repo AS r
	 CROSS JOIN v_window AS w
	  LEFT JOIN first AS f ON f.repo_id = r.group_id
)
SELECT repo_id, window_no, NULL AS subject, NULL AS actor_id,
       (ends_at - coalesce(doc_at, first_at)) / 604800 AS value
  FROM last
 WHERE coalesce(doc_at, first_at) < ends_at AND repo_id = group_id
UNION ALL
SELECT repo_id, window_no,
       'no commit to the documentation is listed; a clone would tell since when',
       NULL, NULL
  FROM last
 WHERE source = 'rest' AND doc_at IS NULL
   AND (first_at IS NULL OR NOT git_read)
UNION ALL
SELECT c.repo_id, w.window_no, lower(hex(c.sha)), c.actor_id, 0
  FROM v_window AS w
  JOIN v_documentation AS c
    ON c.committed_at >= w.starts_at AND c.committed_at < w.ends_at
 WHERE c.left_out;
