-- id:        pr_closed
-- title:     PRs closed
-- unit:      count
-- better:    neutral
-- statistic: count
-- streams:   pull_requests state
-- reach:     window
-- profile:   activity
-- counts:    events
-- order:     630
-- subject:   item
--
-- The pull requests closed in the window, merged or not, whenever they were
-- opened. A close counts if it is the latest and the pull request is closed at
-- the window's end.
SELECT s.repo_id, w.window_no, s.number AS subject, s.actor_id, 1 AS value
  FROM v_window AS w
  JOIN v_pull_request_state AS s
    ON s.ended_at >= w.starts_at AND s.ended_at < w.ends_at
   AND s.created_at < w.ends_at
   AND s.closed
   AND (s.closed_until IS NULL OR s.closed_until >= w.ends_at);
