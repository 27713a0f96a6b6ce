-- id:        pr_answered_within
-- title:     PRs answered
-- unit:      %
-- better:    higher
-- statistic: within
-- streams:   pull_requests reviews
-- reach:     window
-- clock:     hours
-- order:     115
-- subject:   item
-- chaoss:    Time to First Response https://chaoss.community/kb/metric-time-to-first-response/
--
-- The share of the pull requests opened in the window that were answered within
-- two days or, with --within, another time. An answer, and when the wait for it
-- begins, are what they are for pr_first_response; a draft's begins when it is
-- first ready for review.
--
-- A pull request counts once it is answered, and also without an answer once its
-- time is up by the window's end. "Open" counts those that may still be answered
-- in time. One that is closed or merged without an answer has not been answered.
SELECT f.repo_id, w.window_no, f.number AS subject, f.actor_id,
       f.started_at AS began_at,
       CASE WHEN f.responded_at < w.ends_at THEN f.responded_at END AS ended_at
  FROM v_window AS w
  JOIN v_pull_request_response AS f
    ON f.created_at >= w.starts_at AND f.created_at < w.ends_at
 WHERE f.started_at < w.ends_at;
