-- id:        pr_unanswered
-- title:     PRs without an answer
-- unit:      %
-- better:    lower
-- statistic: share
-- streams:   pull_requests reviews state
-- reach:     window
-- order:     120
-- subject:   item
--
-- The share of the pull requests opened in the window, without those that are
-- drafts at its end, that is still open then and has had no answer. An answer is
-- what it is for pr_first_response, and counts from the same time on.
SELECT f.repo_id, w.window_no, f.number AS subject, f.actor_id,
       (f.responded_at IS NULL OR f.responded_at >= w.ends_at)
       AND EXISTS (SELECT 1
                     FROM v_pull_request_state AS s
                    WHERE s.repo_id = f.repo_id AND s.number = f.number
                      AND s.opened_at < w.ends_at
                      AND (s.ended_at IS NULL OR s.ended_at >= w.ends_at))
       AS value
  FROM v_window AS w
  JOIN v_pull_request_response AS f
    ON f.created_at >= w.starts_at AND f.created_at < w.ends_at
 WHERE NOT EXISTS (SELECT 1
                     FROM v_draft AS d
                    WHERE d.repo_id = f.repo_id AND d.number = f.number
                      AND d.drafted_at < w.ends_at
                      AND (d.readied_at IS NULL OR d.readied_at >= w.ends_at));
