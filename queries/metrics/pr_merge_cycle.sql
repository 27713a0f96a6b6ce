-- id:        pr_merge_cycle
-- title:     PR merge cycle
-- unit:      hours
-- better:    lower
-- statistic: median
-- healthy:   <= 72
-- risk:      > 168
-- streams:   pull_requests
--
-- How long a pull request takes from being opened to being merged: the median
-- of merged_at - created_at over the pull requests merged in the window. Those
-- still open, and those closed without a merge, have no merge time and are not
-- in the sample. Time spent as a draft counts.
--
-- Beside the median stand the 75th and 90th percentile (linear interpolation,
-- Hyndman-Fan type 7) and n, the number of pull requests merged. With fewer
-- than five the number is shown but not judged.
--
-- The risk bound of 168 hours, a week, is from the requirements that healthscan
-- was begun with; the healthy bound of 72 hours is our own choice.
SELECT p.repo_id, w.window_no, p.number AS subject, p.actor_id,
       (p.merged_at - p.created_at) / 3600.0 AS value
  FROM v_window AS w
  JOIN v_pull_request AS p
    ON p.merged_at >= w.starts_at AND p.merged_at < w.ends_at;
