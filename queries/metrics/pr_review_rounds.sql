-- id:        pr_review_rounds
-- title:     PR review rounds
-- unit:      rounds
-- better:    lower
-- statistic: median
-- streams:   pull_requests merges reviews verdicts
-- reach:     window
-- order:     133
-- subject:   item
--
-- How often a pull request was judged until it was merged: over those merged in
-- the window, the median of the most verdicts that one person gave on it by the
-- merge. A verdict is a review that approves or asks for changes, also one that
-- was dismissed since; one that only comments is none. Two people who each
-- approve once are one round; one who asks for changes and then approves makes
-- two. The author's own and bots' reviews do not count. Each review by a deleted
-- account is somebody else's, as these cannot be told apart.
--
-- Those that were merged without a verdict are not in the sample.
--
-- Reviews that were read by a healthscan that did not keep what they say are read
-- again, with their pull requests. Where nobody tells it any more there is no
-- value.
WITH verdict AS MATERIALIZED (
	SELECT f.repo_id, w.window_no, f.number, f.actor_id, v.state,
	       CASE WHEN v.by_ghost THEN 'ghost ' || v.forge_id
	            ELSE v.actor_id END AS reviewer
	  FROM v_window AS w
	  JOIN v_pull_request_response AS f
	    ON f.merged_at >= w.starts_at AND f.merged_at < w.ends_at
	   AND f.created_at < w.ends_at
	  JOIN v_review AS v
	    ON v.repo_id = f.repo_id AND v.number = f.number
	   AND v.occurred_at <= f.merged_at
	   AND v.state IS NOT 'commented' AND NOT v.by_bot
	   AND (v.by_ghost OR v.actor_id IS NOT f.actor_id)
), given AS (
	SELECT repo_id, window_no, number, actor_id, count(*) AS verdicts
	  FROM verdict
	 GROUP BY repo_id, window_no, number, actor_id, reviewer
)
SELECT repo_id, window_no, number AS subject, actor_id,
       max(verdicts) AS value
  FROM given
 GROUP BY repo_id, window_no, number, actor_id
UNION ALL
SELECT repo_id, window_no, 'nobody tells what some of the reviews say', NULL,
       NULL
  FROM verdict
 WHERE state IS NULL;
