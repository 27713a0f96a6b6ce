-- id:        pr_first_response
-- title:     PR first response
-- unit:      hours
-- better:    lower
-- statistic: median
-- streams:   pull_requests reviews
-- reach:     window
-- clock:     hours
-- order:     110
-- subject:   item
-- chaoss:    Time to First Response https://chaoss.community/kb/metric-time-to-first-response/
--
-- The median wait for the first answer, over the pull requests opened in the
-- window. The wait begins when the pull request is opened or, if it was opened
-- as a draft, when it is first ready for review. One that is still a draft at
-- the window's end is left out. An answer is a comment or a submitted review at
-- or after that time, by a person other than the author. Bots do not count;
-- deleted accounts do. Inline review comments count through their review.
--
-- Pull requests without an answer by the window's end are not in the median:
-- "open" counts them, and the Kaplan-Meier median censors them at the window's
-- end.
--
-- A robot that runs as an ordinary account counts as a person: name it in
-- bots.login. An account that gave 80 % or more of at least ten first answers
-- within two minutes is named beside the value, which stays as it is.
-- healthscan actors lists the accounts treated as bots.
SELECT f.repo_id, w.window_no, f.number AS subject, f.actor_id,
       f.started_at AS began_at,
       CASE WHEN f.responded_at < w.ends_at THEN f.responded_at END AS ended_at,
       0 AS withdrawn
  FROM v_window AS w
  JOIN v_pull_request_response AS f
    ON f.created_at >= w.starts_at AND f.created_at < w.ends_at
 WHERE f.started_at < w.ends_at;
