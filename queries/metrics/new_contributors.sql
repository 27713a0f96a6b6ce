-- id:        new_contributors
-- title:     New contributors
-- unit:      people
-- better:    higher
-- statistic: count
-- streams:   git authors
-- order:     440
-- subject:   person
-- chaoss:    New Contributors https://chaoss.community/kb/metric-new-contributors/
--
-- The people whose first commit ever, by committer time, falls in the window.
-- People are told apart as for active_contributors.
WITH oldest AS MATERIALIZED (
	SELECT min(starts_at) AS starts_at
	  FROM v_window
), made AS (
	SELECT DISTINCT c.repo_id, c.author_id, -9223372036854775808 AS first_at
	  FROM oldest AS o
	  JOIN v_commit AS c
	    ON c.documentation IN (0, 1) AND c.committed_at < o.starts_at
	UNION ALL
	SELECT c.repo_id, c.author_id, min(c.committed_at)
	  FROM oldest AS o
	  JOIN v_commit AS c
	    ON c.documentation IN (0, 1) AND c.committed_at >= o.starts_at
	 GROUP BY c.author_id, c.repo_id
), first AS MATERIALIZED (
	SELECT m.repo_id, a.author, max(a.actor_id) AS actor_id,
	       min(m.first_at) AS first_at
	  FROM made AS m
	  JOIN v_author AS a
	    ON a.repo_id = m.repo_id AND a.author_id = m.author_id
	 GROUP BY m.repo_id, a.author, a.left_out
)
SELECT f.repo_id, w.window_no, f.author AS subject, f.actor_id, 1 AS value
  FROM v_window AS w
  JOIN first AS f
    ON f.first_at >= w.starts_at AND f.first_at < w.ends_at;
