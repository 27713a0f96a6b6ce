-- id:        newcomer_pr_first_response
-- title:     Newcomers' PR response
-- unit:      hours
-- better:    lower
-- statistic: median
-- streams:   pull_requests reviews roles
-- reach:     window
-- clock:     hours
-- order:     180
-- subject:   item
-- chaoss:    Time to First Response https://chaoss.community/kb/metric-time-to-first-response/
--
-- The median wait for the first answer, over the pull requests opened in the
-- window with which their authors first came: as pr_first_response, of
-- newcomers alone. A newcomer's pull request is the first issue or pull
-- request that the author has opened in the repository; one who came with an
-- issue is no newcomer any more. Maintainers, bots and agents are none, nor
-- are deleted accounts, which cannot be told apart.
--
-- Who is a maintainer is told by the newest records. All issues and pull
-- requests ever opened must have been read.
SELECT f.repo_id, w.window_no, f.number AS subject, f.actor_id,
       f.started_at AS began_at,
       CASE WHEN f.responded_at < w.ends_at THEN f.responded_at END AS ended_at,
       0 AS withdrawn
  FROM v_window AS w
  JOIN v_pull_request_response AS f
    ON f.created_at >= w.starts_at AND f.created_at < w.ends_at
  JOIN v_role AS o
    ON o.repo_id = f.repo_id AND o.number = f.number AND o.role = 4
 WHERE f.started_at < w.ends_at;
