-- id:        newcomer_issue_first_response
-- title:     Newcomers' issue response
-- unit:      hours
-- better:    lower
-- statistic: median
-- streams:   issues comments roles
-- reach:     window
-- clock:     hours
-- order:     295
-- subject:   item
-- chaoss:    Time to First Response https://chaoss.community/kb/metric-time-to-first-response/
--
-- The median wait for the first answer, over the issues opened in the window
-- with which their authors first came: as issue_first_response, of newcomers
-- alone. Who is a newcomer is said at newcomer_pr_first_response.
SELECT f.repo_id, w.window_no, f.number AS subject, f.actor_id,
       f.started_at AS began_at,
       CASE WHEN f.responded_at < w.ends_at THEN f.responded_at END AS ended_at,
       0 AS withdrawn
  FROM v_window AS w
  JOIN v_issue_response AS f
    ON f.created_at >= w.starts_at AND f.created_at < w.ends_at
  JOIN v_role AS o
    ON o.repo_id = f.repo_id AND o.number = f.number AND o.role = 4;
