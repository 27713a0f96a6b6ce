-- id:        pr_time_to_approval
-- title:     PR time to approval
-- unit:      hours
-- better:    lower
-- statistic: median
-- streams:   pull_requests reviews verdicts
-- reach:     window
-- clock:     hours
-- order:     132
-- subject:   item
--
-- The median wait for the first approval, over the pull requests opened in the
-- window: from when pr_first_review begins to the first review since then that
-- approves, by a person other than the author. Bots do not count; deleted
-- accounts do. An approval that was dismissed is none: GitHub keeps what a review
-- said, and when, only until then, so a dismissal changes past windows, too.
--
-- Pull requests without an approval by the window's end are not in the median:
-- "open" counts them, merged or not, and the Kaplan-Meier median censors them at
-- the window's end.
--
-- Reviews that were read by a healthscan that did not keep what they say are read
-- again, with their pull requests. Where nobody tells it any more there is no
-- value.
SELECT f.repo_id, w.window_no, f.number AS subject, f.actor_id,
       f.started_at AS began_at,
       (SELECT min(v.occurred_at)
          FROM v_review AS v
         WHERE v.repo_id = f.repo_id AND v.number = f.number
           AND v.occurred_at >= f.started_at AND v.occurred_at < w.ends_at
           AND v.state = 'approved' AND NOT v.by_bot
           AND (v.by_ghost OR v.actor_id IS NOT f.actor_id)) AS ended_at,
       0 AS withdrawn
  FROM v_window AS w
  JOIN v_pull_request_response AS f
    ON f.created_at >= w.starts_at AND f.created_at < w.ends_at
 WHERE f.started_at < w.ends_at
UNION ALL
SELECT f.repo_id, w.window_no, 'nobody tells what some of the reviews say', NULL,
       NULL, NULL, 0
  FROM v_window AS w
  JOIN v_pull_request_response AS f
    ON f.created_at >= w.starts_at AND f.created_at < w.ends_at
 WHERE f.started_at < w.ends_at
   AND EXISTS (SELECT 1
                 FROM v_review AS v
                WHERE v.repo_id = f.repo_id AND v.number = f.number
                  AND v.occurred_at >= f.started_at
                  AND v.occurred_at < w.ends_at
                  AND v.state IS NULL AND NOT v.by_bot
                  AND (v.by_ghost OR v.actor_id IS NOT f.actor_id));
