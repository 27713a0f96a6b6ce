-- id:        doc_lag
-- title:     Documentation lag
-- unit:      commits
-- better:    lower
-- statistic: count
-- streams:   git
-- order:     330
-- subject:   commit
--
-- How far the documentation is behind: the number of commits between the last one
-- that touched a documentation path and the window's end. If there never was one,
-- all commits before the window's end. Bots' commits are left out of both.
WITH last AS MATERIALIZED (
	SELECT r.repo_id, w.window_no, w.ends_at,
	       (SELECT c.committed_at
	          FROM v_commit AS c
	         WHERE c.repo_id = r.repo_id AND c.documentation = 1
	           AND c.committed_at < w.ends_at AND NOT c.left_out
	         ORDER BY c.committed_at DESC
	         LIMIT 1) AS doc_at
	  FROM v_repo AS r
	 CROSS JOIN v_window AS w
)
SELECT c.repo_id, l.window_no, lower(hex(c.sha)) AS subject, c.actor_id,
       1 AS value
  FROM last AS l
  JOIN v_commit AS c
    ON c.repo_id = l.repo_id AND c.documentation = 0
   AND c.committed_at > coalesce(l.doc_at, -9223372036854775808)
   AND c.committed_at < l.ends_at;
