-- id:        issue_resolution_ratio
-- title:     Issues resolved overall
-- unit:      %
-- better:    higher
-- statistic: share
-- streams:   issues state
-- order:     250
-- subject:   item
--
-- The share of all issues opened before the window's end that is closed then:
-- closed / (closed + open). An issue that became a discussion counts as neither.
SELECT s.repo_id, w.window_no, s.number AS subject, s.actor_id,
       coalesce(s.ended_at < w.ends_at, 0) AS value
  FROM (
	-- The limit has SQLite read each once, not once for each window.
	SELECT repo_id, number, actor_id, opened_at, ended_at,
	       CASE WHEN ended_at IS NULL THEN 9223372036854775807
	            WHEN NOT closed THEN ended_at
	            ELSE max(ended_at,
	                     coalesce(closed_until, 9223372036854775807))
	       END AS counted_until
	  FROM v_issue_state
	 LIMIT -1
  ) AS s
 CROSS JOIN v_window AS w
    ON s.opened_at < w.ends_at AND s.counted_until >= w.ends_at;
