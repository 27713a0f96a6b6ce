-- id:        pr_first_review
-- title:     PR first review
-- unit:      hours
-- better:    lower
-- statistic: median
-- streams:   pull_requests reviews
-- reach:     window
-- clock:     hours
-- order:     131
-- subject:   item
--
-- The median wait for the first review, over the pull requests opened in the
-- window. It is pr_first_response without the comments: the wait begins when the
-- pull request is opened or, if it was opened as a draft, when it is first ready
-- for review; a review is one that was submitted at or after that time by a
-- person other than the author, whatever it says. Bots do not count; deleted
-- accounts do. One that is still a draft at the window's end is left out.
--
-- Pull requests without a review by the window's end are not in the median:
-- "open" counts them, merged or not, and the Kaplan-Meier median censors them at
-- the window's end. pr_merged_unreviewed says how many are merged so.
SELECT f.repo_id, w.window_no, f.number AS subject, f.actor_id,
       f.started_at AS began_at,
       (SELECT min(v.occurred_at)
          FROM v_review AS v
         WHERE v.repo_id = f.repo_id AND v.number = f.number
           AND v.occurred_at >= f.started_at AND v.occurred_at < w.ends_at
           AND NOT v.by_bot
           AND (v.by_ghost OR v.actor_id IS NOT f.actor_id)) AS ended_at,
       0 AS withdrawn
  FROM v_window AS w
  JOIN v_pull_request_response AS f
    ON f.created_at >= w.starts_at AND f.created_at < w.ends_at
 WHERE f.started_at < w.ends_at;
