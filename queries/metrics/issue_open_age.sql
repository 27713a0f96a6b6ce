-- id:        issue_open_age
-- title:     Issue open age
-- unit:      days
-- better:    lower
-- statistic: median
-- streams:   issues state
-- reach:     backlog
-- order:     290
-- subject:   item
-- chaoss:    Issue Age https://chaoss.community/kb/metric-issue-age/
--
-- The median age of the issues open at the window's end: the time since they were
-- opened.
SELECT s.repo_id, w.window_no, s.number AS subject, s.actor_id,
       s.created_at AS began_at, NULL AS ended_at
  FROM v_issue_state AS s
 CROSS JOIN v_window AS w
    ON s.ended_at IS NULL AND s.opened_at < w.ends_at
UNION ALL
SELECT s.repo_id, w.window_no, s.number, s.actor_id,
       s.created_at, NULL
  FROM v_window AS w
  JOIN v_issue_state AS s
    ON s.ended_at >= w.ends_at AND s.opened_at < w.ends_at;
