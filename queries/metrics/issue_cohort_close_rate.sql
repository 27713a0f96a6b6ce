-- id:        issue_cohort_close_rate
-- title:     Opened issues closed
-- unit:      %
-- better:    higher
-- statistic: share
-- streams:   issues state
-- reach:     window
-- order:     240
-- subject:   item
--
-- The share of the issues opened in the window that is closed at its end. An
-- issue that became a discussion counts as neither.
SELECT s.repo_id, w.window_no, s.number AS subject, s.actor_id,
       coalesce(s.ended_at < w.ends_at, 0) AS value
  FROM v_window AS w
  JOIN v_issue_state AS s
    ON s.created_at >= w.starts_at AND s.created_at < w.ends_at
   AND s.opened_at < w.ends_at
   AND (s.ended_at IS NULL OR s.ended_at >= w.ends_at
        OR s.closed
           AND (s.closed_until IS NULL OR s.closed_until >= w.ends_at));
