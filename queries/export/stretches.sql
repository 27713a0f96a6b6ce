-- When the items were open, as their events tell it.
SELECT repo_id, number, opened_at,
       ifnull(ended_at, 9223372036854775807) AS ended_at, closed,
       ifnull(closed_until, 9223372036854775807) AS closed_until,
       ifnull(reason, '') AS reason, 0 AS stretch_merge_untold
  FROM v_issue_state
 UNION ALL
SELECT repo_id, number, opened_at, ifnull(ended_at, 9223372036854775807),
       closed, ifnull(closed_until, 9223372036854775807), '', merge_untold
  FROM v_pull_request_state
 ORDER BY repo_id, number, opened_at, ended_at;
