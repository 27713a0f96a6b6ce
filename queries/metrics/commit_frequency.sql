-- id:        commit_frequency
-- title:     Commits
-- unit:      commits/week
-- better:    higher
-- statistic: rate
-- streams:   git
-- order:     410
-- subject:   commit
-- chaoss:    Code Changes Commits https://chaoss.community/kb/metric-code-changes-commits/
--
-- The commits in the window, divided by its weeks: those reachable from the
-- default branch, merges left out, dated by committer time.
SELECT c.repo_id, w.window_no, lower(hex(c.sha)) AS subject, c.actor_id,
       1 AS value
  FROM v_window AS w
  JOIN v_commit AS c
    ON c.documentation IN (0, 1)
   AND c.committed_at >= w.starts_at AND c.committed_at < w.ends_at;
