-- id:        issue_opened
-- title:     Issues opened
-- unit:      count
-- better:    neutral
-- statistic: count
-- streams:   issues
-- reach:     window
-- profile:   activity
-- counts:    events
-- order:     640
-- subject:   item
-- chaoss:    Issues New https://chaoss.community/kb/metric-issues-new/
--
-- The issues opened in the window, whatever became of them; also those that
-- became discussions later.
SELECT i.repo_id, w.window_no, i.number AS subject, i.actor_id, 1 AS value
  FROM v_window AS w
  JOIN v_issue AS i
    ON i.created_at >= w.starts_at AND i.created_at < w.ends_at;
