-- id:        issue_not_planned
-- title:     Issues not planned
-- unit:      %
-- better:    neutral
-- statistic: share
-- streams:   issues state
-- reach:     window
-- order:     260
-- subject:   item
--
-- The share of issue closes in the window with the reason "not planned" or
-- "duplicate". With --history events every close counts, even several of one
-- issue; otherwise only the latest.
SELECT s.repo_id, w.window_no, s.number AS subject, s.actor_id,
       coalesce(s.reason IN ('not_planned', 'duplicate'), 0) AS value
  FROM v_window AS w
  JOIN v_issue_state AS s
    ON s.ended_at >= w.starts_at AND s.ended_at < w.ends_at
   AND s.created_at < w.ends_at
   AND s.closed;
