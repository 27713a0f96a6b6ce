-- id:        pr_acceptance
-- title:     PRs accepted
-- unit:      %
-- better:    higher
-- statistic: share
-- streams:   pull_requests merges state
-- reach:     window
-- order:     140
-- subject:   item
-- chaoss:    Change Request Acceptance Ratio https://chaoss.community/kb/metric-change-request-acceptance-ratio/
--
-- The share that was merged, of the pull requests whose latest close falls in the
-- window and that are closed at its end. CHAOSS defines the same as the ratio of
-- merged to not merged. A merge made outside of GitHub, by hand or by another
-- kind of merge queue, looks like a close without a merge.
SELECT s.repo_id, w.window_no, s.number AS subject, s.actor_id,
       s.merged_at IS NOT NULL AND s.merged_at < w.ends_at AS value
  FROM v_window AS w
  JOIN v_pull_request_state AS s
    ON s.ended_at >= w.starts_at AND s.ended_at < w.ends_at
   AND s.created_at < w.ends_at
   AND s.closed AND NOT s.merge_untold
   AND (s.closed_until IS NULL OR s.closed_until >= w.ends_at);
