-- id:        people_committed
-- title:     People who committed
-- unit:      people
-- better:    higher
-- statistic: count
-- streams:   git authors
-- profile:   activity
-- order:     690
-- subject:   person
-- chaoss:    Contributors https://chaoss.community/kb/metric-contributors/
--
-- The people who authored a commit in the window, each once: the same as active
-- contributors, for the profile that counts. Distinct e-mail addresses, in lower
-- case, mapped by the project's .mailmap. Merges are left out.
WITH made AS MATERIALIZED (
	SELECT DISTINCT c.repo_id, w.window_no, c.author_id
	  FROM v_window AS w
	  JOIN v_commit AS c
	    ON c.documentation IN (0, 1)
	   AND c.committed_at >= w.starts_at AND c.committed_at < w.ends_at
)
SELECT m.repo_id, m.window_no, a.author AS subject,
       max(a.actor_id) AS actor_id, 1 AS value
  FROM made AS m
  JOIN v_author AS a ON a.repo_id = m.repo_id AND a.author_id = m.author_id
 GROUP BY m.repo_id, m.window_no, a.author, a.left_out;
