-- id:        issue_time_to_close
-- title:     Issue time to close
-- unit:      hours
-- better:    lower
-- statistic: median
-- streams:   issues state
-- reach:     window
-- clock:     hours
-- order:     230
-- subject:   item
-- chaoss:    Issue Resolution Duration https://chaoss.community/kb/metric-issue-resolution-duration/
--
-- How long an issue is open: the median time from opening to the latest close,
-- over the issues whose latest close falls in the window and that are closed at
-- its end. An issue closed before it was opened, as imported ones can be, is left
-- out and counted.
--
-- The Kaplan-Meier median is computed over the issues opened in the window. Those
-- still open at its end, which "open" counts, are censored there; an issue that
-- became a discussion is censored at that time.
SELECT s.repo_id, w.window_no, s.number AS subject, s.actor_id,
       s.created_at AS began_at, s.ended_at,
       CASE WHEN s.created_at >= w.starts_at THEN 0 END AS withdrawn
  FROM v_window AS w
  JOIN v_issue_state AS s
    ON s.ended_at >= w.starts_at AND s.ended_at < w.ends_at
   AND s.created_at < w.ends_at
   AND s.closed
   AND (s.closed_until IS NULL OR s.closed_until >= w.ends_at)
UNION ALL
SELECT s.repo_id, w.window_no, s.number, s.actor_id,
       s.created_at,
       CASE WHEN s.ended_at < w.ends_at THEN s.ended_at END,
       coalesce(s.ended_at < w.ends_at, 0)
  FROM v_window AS w
  JOIN v_issue_state AS s
    ON s.created_at >= w.starts_at AND s.created_at < w.ends_at
   AND s.opened_at < w.ends_at
   AND (s.ended_at IS NULL OR s.ended_at >= w.ends_at OR NOT s.closed);
