-- id:        issue_backlog
-- title:     Issue backlog
-- unit:      count
-- better:    lower
-- statistic: count
-- streams:   issues state
-- reach:     backlog
-- order:     280
-- subject:   item
--
-- The issues open at the window's end.
-- Whether that is many depends on the project; its growth matters more.
SELECT s.repo_id, w.window_no, s.number AS subject, s.actor_id, 1 AS value
  FROM v_issue_state AS s
 CROSS JOIN v_window AS w
    ON s.ended_at IS NULL AND s.opened_at < w.ends_at
UNION ALL
SELECT s.repo_id, w.window_no, s.number, s.actor_id, 1
  FROM v_window AS w
  JOIN v_issue_state AS s
    ON s.ended_at >= w.ends_at AND s.opened_at < w.ends_at;
