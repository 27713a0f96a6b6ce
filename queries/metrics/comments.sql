-- id:        comments
-- title:     Comments
-- unit:      count
-- better:    neutral
-- statistic: count
-- streams:   issues pull_requests comments
-- reach:     window
-- profile:   activity
-- order:     660
-- subject:   item
--
-- The comments written in the window, by people, on issues and on pull requests:
-- those of the conversation. What is written in a review, or beside a line of
-- code, is not among them. Bots count only if they are included; deleted
-- accounts do. A sample is a comment, called by what it is on.
--
-- Comments answer each other, so they are no independent events: their change is
-- not told from chance.
WITH span AS MATERIALIZED (
	SELECT min(starts_at) AS starts_at, max(ends_at) AS ends_at
	  FROM v_window
), written AS MATERIALIZED (
	SELECT p.repo_id, p.number, p.actor_id, p.occurred_at
	  FROM span AS s
	 CROSS JOIN v_response AS p
	    ON p.kind = 1
	   AND p.occurred_at >= s.starts_at AND p.occurred_at < s.ends_at
	  JOIN v_item AS i ON i.repo_id = p.repo_id AND i.number = p.number
)
SELECT p.repo_id, w.window_no, p.number AS subject, p.actor_id, 1 AS value
  FROM written AS p
 CROSS JOIN v_window AS w
    ON p.occurred_at >= w.starts_at AND p.occurred_at < w.ends_at;
