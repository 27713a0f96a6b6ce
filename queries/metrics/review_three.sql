-- id:        review_three
-- title:     Reviews by the busiest three
-- unit:      %
-- better:    lower
-- statistic: largest-three
-- streams:   pull_requests reviews
-- reach:     window
-- order:     137
-- subject:   person
--
-- The share of the reviews that the three busiest reviewers gave together. What
-- counts, and who, is what it is for review_half: a sample is a person, its value
-- that person's reviews; n is the number of people.
WITH touched AS (
	SELECT p.repo_id, w.window_no, p.number, p.actor_id, w.starts_at,
	       w.ends_at
	  FROM v_window AS w
	  JOIN v_pull_request AS p
	    ON p.created_at >= w.starts_at AND p.created_at < w.ends_at
	UNION
	SELECT p.repo_id, w.window_no, p.number, p.actor_id, w.starts_at,
	       w.ends_at
	  FROM v_window AS w
	  JOIN v_pull_request AS p
	    ON p.merged_at >= w.starts_at AND p.merged_at < w.ends_at
), reviewed AS (
	SELECT t.repo_id, t.window_no, v.actor_id, count(*) AS reviews
	  FROM touched AS t
	  JOIN v_review AS v
	    ON v.repo_id = t.repo_id AND v.number = t.number
	   AND v.occurred_at >= t.starts_at AND v.occurred_at < t.ends_at
	 WHERE v.actor_id IS NOT t.actor_id AND NOT v.by_ghost
	 GROUP BY t.repo_id, t.window_no, v.actor_id
)
SELECT v.repo_id, v.window_no, a.login AS subject, v.actor_id,
       v.reviews AS value
  FROM reviewed AS v
  JOIN v_account AS a
    ON a.repo_id = v.repo_id AND a.actor_id = v.actor_id;
