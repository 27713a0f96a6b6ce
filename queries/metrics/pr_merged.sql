-- id:        pr_merged
-- title:     PRs merged
-- unit:      count
-- better:    higher
-- statistic: count
-- streams:   pull_requests merges
-- reach:     window
-- profile:   activity
-- counts:    events
-- order:     620
-- subject:   item
-- chaoss:    Change Requests Accepted https://chaoss.community/kb/metric-change-requests-accepted/
--
-- The pull requests merged in the window, whenever they were opened: n of PR
-- merge cycle, and those that were merged before they were opened. A merge made
-- outside of GitHub looks like a close without a merge.
SELECT p.repo_id, w.window_no, p.number AS subject, p.actor_id, 1 AS value
  FROM v_window AS w
  JOIN v_pull_request AS p
    ON p.merged_at >= w.starts_at AND p.merged_at < w.ends_at
   AND p.created_at < w.ends_at;
