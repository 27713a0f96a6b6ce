-- id:        pr_merged_unreviewed
-- title:     PRs merged unreviewed
-- unit:      %
-- better:    lower
-- statistic: share
-- streams:   pull_requests merges reviews
-- reach:     window
-- order:     134
-- subject:   item
-- chaoss:    Change Request Reviews https://chaoss.community/kb/metric-change-request-reviews/
--
-- The share of the pull requests merged in the window that nobody had reviewed:
-- by the merge no person other than the author had submitted a review, whatever
-- it says. A comment is no review; nor is one by a bot. A deleted account is a
-- person.
SELECT f.repo_id, w.window_no, f.number AS subject, f.actor_id,
       NOT EXISTS (SELECT 1
                     FROM v_review AS v
                    WHERE v.repo_id = f.repo_id AND v.number = f.number
                      AND v.occurred_at <= f.merged_at AND NOT v.by_bot
                      AND (v.by_ghost OR v.actor_id IS NOT f.actor_id))
       AS value
  FROM v_window AS w
  JOIN v_pull_request_response AS f
    ON f.merged_at >= w.starts_at AND f.merged_at < w.ends_at
   AND f.created_at < w.ends_at;
