-- id:        newcomer_pr_acceptance
-- title:     Newcomers' PRs accepted
-- unit:      %
-- better:    higher
-- statistic: share
-- streams:   pull_requests merges state roles
-- reach:     window
-- order:     190
-- subject:   item
-- chaoss:    Change Request Acceptance Ratio https://chaoss.community/kb/metric-change-request-acceptance-ratio/
--
-- The share that was merged, of the pull requests with which their authors
-- first came, whose latest close falls in the window, and that are closed at
-- its end: as pr_acceptance, of newcomers alone. Who is a newcomer is said at
-- newcomer_pr_first_response; the pull request may have been opened long
-- before.
SELECT s.repo_id, w.window_no, s.number AS subject, s.actor_id,
       s.merged_at IS NOT NULL AND s.merged_at < w.ends_at AS value
  FROM v_window AS w
  JOIN v_pull_request_state AS s
    ON s.ended_at >= w.starts_at AND s.ended_at < w.ends_at
   AND s.created_at < w.ends_at
   AND s.closed AND NOT s.merge_untold
   AND (s.closed_until IS NULL OR s.closed_until >= w.ends_at)
  JOIN v_role AS o
    ON o.repo_id = s.repo_id AND o.number = s.number AND o.role = 4;
