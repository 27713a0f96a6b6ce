-- id:        pr_closure_ratio
-- title:     PR closure ratio
-- unit:      ratio
-- better:    higher
-- statistic: ratio
-- streams:   pull_requests state
-- reach:     window
-- order:     150
-- subject:   item
-- chaoss:    Change Request Closure Ratio https://chaoss.community/kb/metric-change-request-closure-ratio/
--
-- Pull requests closed in the window, merged or not, divided by those opened in
-- it. A close counts if it is the latest and the pull request is closed at the
-- window's end. Below 1 the backlog grows. n is the number opened; a sample of 1
-- is a close, one of 0 an opening.
SELECT s.repo_id, w.window_no, s.number AS subject, s.actor_id, 1 AS value
  FROM v_window AS w
  JOIN v_pull_request_state AS s
    ON s.ended_at >= w.starts_at AND s.ended_at < w.ends_at
   AND s.created_at < w.ends_at
   AND s.closed
   AND (s.closed_until IS NULL OR s.closed_until >= w.ends_at)
UNION ALL
SELECT p.repo_id, w.window_no, p.number, p.actor_id, 0
  FROM v_window AS w
  JOIN v_pull_request AS p
    ON p.created_at >= w.starts_at AND p.created_at < w.ends_at;
