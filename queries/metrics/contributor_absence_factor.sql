-- id:        contributor_absence_factor
-- title:     Contributor absence factor
-- unit:      people
-- better:    higher
-- statistic: half
-- streams:   git authors
-- order:     450
-- subject:   person
-- chaoss:    Contributor Absence Factor https://chaoss.community/kb/metric-contributor-absence-factor/
--
-- The smallest number of people who together made at least half of the commits in
-- the 365 days before the window's end: how many would have to leave for the
-- project to lose half of its work. A sample is a person, its value that person's
-- commits; n is the number of people. Merges are left out.
WITH made AS MATERIALIZED (
	SELECT c.repo_id, w.window_no, c.author_id, count(*) AS commits
	  FROM v_window AS w
	  JOIN v_commit AS c
	    ON c.documentation IN (0, 1)
	   AND c.committed_at >= w.ends_at - 31536000
	   AND c.committed_at < w.ends_at
	 GROUP BY c.author_id, w.window_no, c.repo_id
)
SELECT m.repo_id, m.window_no, a.author AS subject,
       max(a.actor_id) AS actor_id, sum(m.commits) AS value
  FROM made AS m
  JOIN v_author AS a ON a.repo_id = m.repo_id AND a.author_id = m.author_id
 GROUP BY m.repo_id, m.window_no, a.author, a.left_out;
