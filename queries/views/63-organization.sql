-- v_organization: how many commits of the 365 days before a window's end were made
-- by the people of each organization, and how many people these are. What nobody
-- tells is of the organization 'unknown' and the standing 1; a robot stands alone.
CREATE TEMP VIEW v_organization AS
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
SELECT p.repo_id, w.window_no, p.organization, p.standing,
       sum(p.percent) / 100.0 AS commits,
       count(DISTINCT p.author) AS people
  FROM by_person AS p
  JOIN v_window AS w
    ON p.from_at >= w.ends_at - 31536000 AND p.from_at < w.ends_at
 GROUP BY p.organization, w.window_no, p.repo_id, p.standing;
