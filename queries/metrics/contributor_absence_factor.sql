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
WITH edge AS (
	-- The years of the windows overlap: commits are counted for each
	-- stretch in which none begins or ends, and added up.
	SELECT ends_at AS at FROM v_window
	 UNION
	SELECT ends_at - 31536000 FROM v_window
), stretch AS MATERIALIZED (
	SELECT at AS from_at, lead(at) OVER (ORDER BY at) AS to_at FROM edge
), made AS MATERIALIZED (
	SELECT c.repo_id, s.from_at, c.author_id, count(*) AS commits
	  FROM stretch AS s
	  JOIN v_commit AS c
	    ON c.documentation IN (0, 1)
	   AND c.committed_at >= s.from_at
	   AND c.committed_at < s.to_at
	 GROUP BY c.author_id, s.from_at, c.repo_id
), by_person AS MATERIALIZED (
	SELECT m.repo_id, m.from_at, m.commits, a.author, a.actor_id, a.left_out
	  FROM made AS m
	  JOIN v_author AS a
	    ON a.repo_id = m.repo_id AND a.author_id = m.author_id
)
SELECT p.repo_id, w.window_no, p.author AS subject,
       max(p.actor_id) AS actor_id, sum(p.commits) AS value
  FROM by_person AS p
  JOIN v_window AS w
    ON p.from_at >= w.ends_at - 31536000 AND p.from_at < w.ends_at
 GROUP BY p.author, w.window_no, p.repo_id, p.left_out;
