-- id:        pr_open_age
-- title:     PR open age
-- unit:      days
-- better:    lower
-- statistic: median
-- streams:   pull_requests state
-- reach:     backlog
-- order:     170
-- subject:   item
-- chaoss:    Issue Age https://chaoss.community/kb/metric-issue-age/
--
-- The median age of the pull requests open at the window's end: the time since
-- they were opened.
SELECT s.repo_id, w.window_no, s.number AS subject, s.actor_id,
       s.created_at AS began_at, NULL AS ended_at
  FROM v_pull_request_state AS s
 CROSS JOIN v_window AS w
    ON s.ended_at IS NULL AND s.opened_at < w.ends_at
UNION ALL
SELECT s.repo_id, w.window_no, s.number, s.actor_id,
       s.created_at, NULL
  FROM v_window AS w
  JOIN v_pull_request_state AS s
    ON s.ended_at >= w.ends_at AND s.opened_at < w.ends_at;
