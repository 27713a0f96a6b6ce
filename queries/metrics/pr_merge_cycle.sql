-- id:        pr_merge_cycle
-- title:     PR merge cycle
-- unit:      hours
-- better:    lower
-- statistic: median
-- healthy:   <= 72
-- risk:      > 168
-- streams:   pull_requests merges state
-- reach:     window
-- clock:     hours
-- order:     10
-- subject:   item
-- chaoss:    Change Requests Duration https://chaoss.community/kb/metric-change-requests-duration/
--
-- The time from opening a pull request to merging it: the median of merged_at -
-- created_at over the pull requests merged in the window. Those still open, and
-- those closed without a merge, have no merge time and are not in the sample.
-- Time spent as a draft counts. A pull request merged before it was opened, as
-- imported ones can be, is left out and counted.
--
-- The median comes with the 75th and 90th percentiles (linear interpolation,
-- Hyndman-Fan type 7) and n, the number of pull requests merged. With fewer
-- than five the number is shown but not judged.
--
-- The Kaplan-Meier median also uses what has not ended: it is computed over the
-- pull requests opened in the window. One that is open at the window's end is
-- censored there, one closed without a merge at its close. "Open" counts the
-- former.
--
-- The risk bound of 168 hours, a week, is from healthscan's original
-- requirements; the healthy bound of 72 hours is our own choice.
SELECT p.repo_id, w.window_no, p.number AS subject, p.actor_id,
       p.created_at AS began_at, p.merged_at AS ended_at,
       CASE WHEN p.created_at >= w.starts_at THEN 0 END AS withdrawn
  FROM v_window AS w
  JOIN v_pull_request AS p
    ON p.merged_at >= w.starts_at AND p.merged_at < w.ends_at
   AND p.created_at < w.ends_at
UNION ALL
SELECT s.repo_id, w.window_no, s.number, s.actor_id,
       s.created_at,
       CASE WHEN s.ended_at < w.ends_at THEN s.ended_at END,
       coalesce(s.ended_at < w.ends_at, 0)
  FROM v_window AS w
  JOIN v_pull_request_state AS s
    ON s.created_at >= w.starts_at AND s.created_at < w.ends_at
   AND s.opened_at < w.ends_at
   AND (s.ended_at IS NULL OR s.ended_at >= w.ends_at
        OR s.closed_until IS NULL OR s.closed_until >= w.ends_at)
 WHERE (s.merged_at IS NULL OR s.merged_at >= w.ends_at)
   AND (s.ended_at IS NULL OR s.ended_at >= w.ends_at
        OR NOT s.merge_untold);
