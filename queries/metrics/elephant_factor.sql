-- id:        elephant_factor
-- title:     Elephant factor
-- unit:      organizations
-- better:    higher
-- statistic: half
-- streams:   git authors organizations
-- order:     455
-- chaoss:    Elephant Factor https://chaoss.community/kb/metric-elephant-factor/
--
-- The smallest number of organizations that together made at least half of the
-- commits in the 365 days before the window's end. A sample is an organization,
-- its value the commits of its people; n is the number of organizations. Merges
-- are left out.
--
-- Whose a commit is, the author's address says, by the .mailmap and then by
-- what is set of organizations (healthscan-config(5)): an address before its
-- domain, a domain before those that it is part of (with --gitdm-order after
-- them, as gitdm has it), and what ends on a date up to that date of the commit
-- in UTC. Whoever is independent counts alone.
--
-- Commits of which nothing says whose they are belong to the whole, and to no
-- organization: where they are more than half there is no number, and else it
-- is the most that there may be.
WITH edge AS (
	-- The years of the windows overlap: commits are counted for each
	-- stretch in which none begins or ends, and added up.
	SELECT ends_at AS at FROM v_window
	 UNION
	SELECT ends_at - 31536000 FROM v_window
), stretch AS MATERIALIZED (
	SELECT at AS from_at, lead(at) OVER (ORDER BY at) AS to_at FROM edge
), made AS MATERIALIZED (
	SELECT c.repo_id, s.from_at, c.author_id, f.organization, f.standing,
	       sum(f.percent) AS percent
	  FROM stretch AS s
	  JOIN v_commit AS c
	    ON c.documentation IN (0, 1)
	   AND c.committed_at >= s.from_at
	   AND c.committed_at < s.to_at
	  JOIN v_affiliation AS f
	    ON f.repo_id = c.repo_id AND f.author_id = c.author_id
	   AND f.from_at <= c.committed_at AND f.to_at > c.committed_at
	 GROUP BY c.author_id, s.from_at, f.organization, f.standing, c.repo_id
), by_person AS MATERIALIZED (
	SELECT m.repo_id, m.from_at, m.percent, a.author,
	       CASE WHEN a.left_out THEN 2 ELSE m.standing END AS standing,
	       CASE WHEN a.left_out OR m.standing = 2 THEN a.author
	            WHEN m.standing = 1 THEN 'unknown'
	            ELSE m.organization END AS organization
	  FROM made AS m
	  JOIN v_author AS a
	    ON a.repo_id = m.repo_id AND a.author_id = m.author_id
)
SELECT p.repo_id, w.window_no, p.organization AS subject, NULL AS actor_id,
       sum(p.percent) / 100.0 AS value, p.standing,
       count(DISTINCT p.author) AS people
  FROM by_person AS p
  JOIN v_window AS w
    ON p.from_at >= w.ends_at - 31536000 AND p.from_at < w.ends_at
 GROUP BY p.organization, w.window_no, p.repo_id, p.standing;
