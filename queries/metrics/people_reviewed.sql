-- id:        people_reviewed
-- title:     People who reviewed
-- unit:      people
-- better:    higher
-- statistic: count
-- streams:   pull_requests reviews
-- reach:     window
-- profile:   activity
-- order:     680
-- subject:   person
--
-- The people who submitted a review in the window, each once, of a pull request
-- of somebody else that was opened or merged in the window. Reviews of older pull
-- requests that are not merged yet do not count: these are not read. Bots do not
-- count; nor do deleted accounts, which cannot be told apart.
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
	SELECT DISTINCT t.repo_id, t.window_no, r.actor_id
	  FROM touched AS t
	  JOIN v_response AS r
	    ON r.repo_id = t.repo_id AND r.number = t.number AND r.kind = 2
	   AND r.occurred_at >= t.starts_at AND r.occurred_at < t.ends_at
	 WHERE r.actor_id IS NOT t.actor_id
)
SELECT v.repo_id, v.window_no, a.login AS subject, v.actor_id, 1 AS value
  FROM reviewed AS v
  JOIN v_account AS a
    ON a.repo_id = v.repo_id AND a.actor_id = v.actor_id
   AND a.login <> 'ghost' COLLATE NOCASE;
