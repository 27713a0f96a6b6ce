-- id:        issue_resolution_ratio
-- title:     Issues resolved overall
-- unit:      %
-- better:    higher
-- statistic: share
-- streams:   issues state
-- order:     250
-- subject:   item
--
-- The share of all issues opened before the window's end that is closed then:
-- closed / (closed + open). An issue that became a discussion counts as neither.
SELECT s.repo_id, w.window_no, s.number AS subject, s.actor_id,
       coalesce(s.ended_at < w.ends_at, 0) AS value
  FROM v_issue_state AS s
 CROSS JOIN v_window AS w
    ON s.opened_at < w.ends_at
   AND (s.ended_at IS NULL OR s.ended_at >= w.ends_at
        OR s.closed
           AND (s.closed_until IS NULL OR s.closed_until >= w.ends_at));
