-- id:        pr_opened
-- title:     PRs opened
-- unit:      count
-- better:    neutral
-- statistic: count
-- streams:   pull_requests
-- reach:     window
-- profile:   activity
-- counts:    events
-- order:     610
-- subject:   item
-- chaoss:    Change Requests https://chaoss.community/kb/metric-change-requests/
--
-- The pull requests opened in the window, drafts too. What became of them later
-- is of no matter.
SELECT p.repo_id, w.window_no, p.number AS subject, p.actor_id, 1 AS value
  FROM v_window AS w
  JOIN v_pull_request AS p
    ON p.created_at >= w.starts_at AND p.created_at < w.ends_at;
