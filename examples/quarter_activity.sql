-- id:        quarter_activity
-- title:     Commits and PRs
-- unit:      count
-- better:    higher
-- statistic: count
-- risk:      < 5
-- streams:   git pull_requests
-- reach:     window
--
-- The commits in the window, reachable from the default branch and without
-- merges, and the pull requests that were opened in it. Bots count for nothing,
-- as everywhere. For a quarter, use --window 90d.
SELECT c.repo_id, w.window_no, lower(hex(c.sha)) AS subject, c.actor_id,
       1 AS value
  FROM v_window AS w
  JOIN v_commit AS c
    ON c.documentation IN (0, 1)
   AND c.committed_at >= w.starts_at AND c.committed_at < w.ends_at
UNION ALL
SELECT p.repo_id, w.window_no, p.number, p.actor_id, 1
  FROM v_window AS w
  JOIN v_pull_request AS p
    ON p.created_at >= w.starts_at AND p.created_at < w.ends_at;
