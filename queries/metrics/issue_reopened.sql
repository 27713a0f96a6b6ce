-- id:        issue_reopened
-- title:     Issues reopened
-- unit:      ratio
-- better:    lower
-- statistic: ratio
-- streams:   issues events
-- reach:     window
-- order:     270
-- subject:   item
--
-- How often a close did not last: reopenings of issues in the window, divided by
-- the closes in it. n is the number of closes; a sample of 1 is a reopening, one
-- of 0 a close. GitHub may report a close twice, as when a commit closes an
-- issue; both count. It is computed from events, so it is absent without
-- --history events.
WITH turn AS MATERIALIZED (
	SELECT e.repo_id, e.number, e.actor_id, e.kind, e.occurred_at
	  FROM v_event AS e
	 WHERE e.item_kind = 1 AND e.kind IN (1, 2)
	   AND e.occurred_at >= (SELECT min(starts_at) FROM v_window)
	   AND e.occurred_at < (SELECT max(ends_at) FROM v_window)
)
SELECT t.repo_id, w.window_no, t.number AS subject, t.actor_id,
       t.kind = 2 AS value
  FROM v_window AS w
  JOIN turn AS t
    ON t.occurred_at >= w.starts_at AND t.occurred_at < w.ends_at;
