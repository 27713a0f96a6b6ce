-- id:        pr_ready_to_merge
-- title:     PR ready to merge
-- unit:      hours
-- better:    lower
-- statistic: median
-- streams:   pull_requests merges reviews state
-- reach:     window
-- clock:     hours
-- order:     130
-- subject:   item
--
-- Like pr_merge_cycle, but measured from when a pull request was ready for
-- review: when it was opened or, if it was opened as a draft, when it was first
-- marked as ready. One that was never ready is not in the sample; one that was
-- marked as ready only after its merge is left out and counted.
SELECT p.repo_id, w.window_no, p.number AS subject, p.actor_id,
       p.started_at AS began_at, p.merged_at AS ended_at,
       CASE WHEN p.created_at >= w.starts_at THEN 0 END AS withdrawn
  FROM v_window AS w
  JOIN v_pull_request_response AS p
    ON p.merged_at >= w.starts_at AND p.merged_at < w.ends_at
   AND p.created_at < w.ends_at
 WHERE p.started_at < w.ends_at
UNION ALL
SELECT f.repo_id, w.window_no, f.number, f.actor_id,
       f.started_at,
       CASE WHEN s.ended_at < w.ends_at THEN s.ended_at END,
       coalesce(s.ended_at < w.ends_at, 0)
  FROM v_window AS w
  JOIN v_pull_request_response AS f
    ON f.created_at >= w.starts_at AND f.created_at < w.ends_at
  JOIN v_pull_request_state AS s
    ON s.repo_id = f.repo_id AND s.number = f.number
   AND s.opened_at < w.ends_at
   AND (s.ended_at IS NULL OR s.ended_at >= w.ends_at
        OR s.closed_until IS NULL OR s.closed_until >= w.ends_at)
 WHERE (f.merged_at IS NULL OR f.merged_at >= w.ends_at)
   AND f.started_at < w.ends_at
   AND (s.ended_at IS NULL OR s.ended_at >= w.ends_at
        OR NOT s.merge_untold);
