-- id:        pr_first_response
-- title:     PR first response
-- unit:      hours
-- better:    lower
-- statistic: median
-- streams:   pull_requests reviews
-- reach:     window
-- order:     110
-- subject:   item
-- chaoss:    Time to First Response https://chaoss.community/kb/metric-time-to-first-response/
--
-- How long somebody who opens a pull request waits for the first answer: the
-- median over the pull requests opened in the window. The wait begins when it is
-- opened or, if it was opened as a draft, when it is first ready for review; one
-- that is still a draft at the window's end waits for nothing and is not in the
-- sample. An answer is a comment or a submitted review, at or after that time,
-- by a person who is not the author. A bot's is none; that of a deleted account
-- is one. Inline review comments count through their review.
--
-- Those that nobody has answered by the window's end are not in the median:
-- "open" counts them, and in the Kaplan-Meier median they are censored at the
-- window's end.
--
-- A robot that runs as an ordinary account is taken for a person: name it in
-- bots.login. healthscan actors lists who is taken for a bot.
SELECT f.repo_id, w.window_no, f.number AS subject, f.actor_id,
       f.started_at AS began_at,
       CASE WHEN f.responded_at < w.ends_at THEN f.responded_at END AS ended_at,
       0 AS withdrawn
  FROM v_window AS w
  JOIN v_pull_request_response AS f
    ON f.created_at >= w.starts_at AND f.created_at < w.ends_at
 WHERE f.started_at < w.ends_at;
