-- id:        pr_backlog
-- title:     PR backlog
-- unit:      count
-- better:    lower
-- statistic: count
-- streams:   pull_requests state
-- reach:     backlog
-- order:     160
-- subject:   item
--
-- The pull requests open at the window's end.
-- Whether that is many depends on the project; its growth matters more.
SELECT s.repo_id, w.window_no, s.number AS subject, s.actor_id, 1 AS value
  FROM v_pull_request_state AS s
 CROSS JOIN v_window AS w
    ON s.ended_at IS NULL AND s.opened_at < w.ends_at
UNION ALL
SELECT s.repo_id, w.window_no, s.number, s.actor_id, 1
  FROM v_window AS w
  JOIN v_pull_request_state AS s
    ON s.ended_at >= w.ends_at AND s.opened_at < w.ends_at;
