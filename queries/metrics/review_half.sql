-- id:        review_half
-- title:     Reviewers of half
-- unit:      people
-- better:    higher
-- statistic: half
-- streams:   pull_requests reviews
-- reach:     window
-- order:     135
-- subject:   person
--
-- The smallest number of people who together gave at least half of the reviews:
-- on how few the load lies. A sample is a person, its value that person's
-- reviews; n is the number of people.
--
-- A review counts that was submitted in the window, whatever it says, of a pull
-- request of somebody else that was opened or merged in the window; those of
-- older ones that are not merged yet are not read. Bots do not count; nor do
-- deleted accounts, which cannot be told apart.
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
