-- id:        issue_close_rate
-- title:     Issue close rate
-- unit:      %
-- better:    higher
-- statistic: share
-- healthy:   >= 85
-- risk:      < 60
-- streams:   issues state
-- reach:     window
-- order:     20
-- subject:   item
--
-- The share of the window's issues that was closed: closed / (closed + open).
-- "Closed" issues have their latest close in the window and are closed at its
-- end, whenever they were opened. "Open" issues were opened in the window and are
-- open at its end.
--
-- n is closed + open. Pull requests do not count as issues. With --history
-- events, an issue that became a discussion counts as neither.
--
-- The healthy bound of 85 % is from healthscan's original requirements; the risk
-- bound of 60 % is our own choice.
SELECT s.repo_id, w.window_no, s.number AS subject, s.actor_id, 1 AS value
  FROM v_window AS w
  JOIN v_issue_state AS s
    ON s.ended_at >= w.starts_at AND s.ended_at < w.ends_at
   AND s.created_at < w.ends_at
   AND s.closed
   AND (s.closed_until IS NULL OR s.closed_until >= w.ends_at)
UNION ALL
SELECT s.repo_id, w.window_no, s.number, s.actor_id, 0
  FROM v_window AS w
  JOIN v_issue_state AS s
    ON s.created_at >= w.starts_at AND s.created_at < w.ends_at
   AND s.opened_at < w.ends_at
   AND (s.ended_at IS NULL OR s.ended_at >= w.ends_at);
