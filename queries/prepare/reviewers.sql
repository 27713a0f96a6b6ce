-- Who gave how many reviews in each window; see v_reviewer. What was there is of
-- other repositories and windows.
DELETE FROM temp.ask_reviewer;

INSERT INTO temp.ask_reviewer (repo_id, window_no, actor_id, login, reviews)
WITH touched AS (
	SELECT p.repo_id, w.window_no, p.number, p.actor_id, w.starts_at,
	       w.ends_at
	  FROM temp.v_window AS w
	  JOIN temp.v_pull_request AS p
	    ON p.created_at >= w.starts_at AND p.created_at < w.ends_at
	UNION ALL
	SELECT p.repo_id, w.window_no, p.number, p.actor_id, w.starts_at,
	       w.ends_at
	  FROM temp.v_window AS w
	  JOIN temp.v_pull_request AS p
	    ON p.merged_at >= w.starts_at AND p.merged_at < w.ends_at
	   AND NOT (p.created_at >= w.starts_at AND p.created_at < w.ends_at)
), reviewed AS (
	SELECT t.repo_id, t.window_no, v.actor_id, count(*) AS reviews
	  FROM touched AS t
	  JOIN temp.v_review AS v
	    ON v.repo_id = t.repo_id AND v.number = t.number
	   AND v.occurred_at >= t.starts_at AND v.occurred_at < t.ends_at
	 WHERE v.actor_id IS NOT t.actor_id AND NOT v.by_ghost
	 GROUP BY t.repo_id, t.window_no, v.actor_id
)
SELECT v.repo_id, v.window_no, v.actor_id, a.login, v.reviews
  FROM reviewed AS v
  JOIN temp.v_account AS a
    ON a.repo_id = v.repo_id AND a.actor_id = v.actor_id;
