-- id:        people_reviewed
-- title:     People who reviewed
-- unit:      people
-- better:    higher
-- statistic: count
-- streams:   pull_requests reviews
-- reach:     window
-- profile:   activity
-- order:     680
-- subject:   person
--
-- The people who submitted a review in the window, each once, of a pull request
-- of somebody else that was opened or merged in the window. Reviews of older pull
-- requests that are not merged yet do not count: these are not read. Bots count only
-- with --bots include; deleted accounts do not, as they cannot be told apart.
SELECT repo_id, window_no, login AS subject, actor_id, 1 AS value
  FROM v_reviewer;
