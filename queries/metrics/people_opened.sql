-- id:        people_opened
-- title:     People who opened
-- unit:      people
-- better:    higher
-- statistic: count
-- streams:   issues pull_requests
-- reach:     window
-- profile:   activity
-- order:     670
-- subject:   person
--
-- The people who opened an issue or a pull request in the window, each once.
-- Bots count only if they are included; deleted accounts do not, as they cannot
-- be told apart.
WITH opened AS (
	SELECT DISTINCT i.repo_id, w.window_no, i.actor_id
	  FROM v_window AS w
	  JOIN v_item AS i
	    ON i.created_at >= w.starts_at AND i.created_at < w.ends_at
	 WHERE i.actor_id IS NOT NULL
)
SELECT o.repo_id, o.window_no, a.login AS subject, o.actor_id, 1 AS value
  FROM opened AS o
  JOIN v_account AS a
    ON a.repo_id = o.repo_id AND a.actor_id = o.actor_id
   AND a.login <> 'ghost' COLLATE NOCASE;
