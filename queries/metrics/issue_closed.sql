-- id:        issue_closed
-- title:     Issues closed
-- unit:      count
-- better:    higher
-- statistic: count
-- streams:   issues state
-- reach:     window
-- profile:   activity
-- counts:    events
-- order:     650
-- subject:   item
-- chaoss:    Issues Closed https://chaoss.community/kb/metric-issues-closed/
--
-- The issues closed in the window, for whatever reason and whenever they were
-- opened. A close counts if it is the latest and the issue is closed at the
-- window's end. With --history events, becoming a discussion is no close.
SELECT s.repo_id, w.window_no, s.number AS subject, s.actor_id, 1 AS value
  FROM v_window AS w
  JOIN v_issue_state AS s
    ON s.ended_at >= w.starts_at AND s.ended_at < w.ends_at
   AND s.created_at < w.ends_at
   AND s.closed
   AND (s.closed_until IS NULL OR s.closed_until >= w.ends_at);
