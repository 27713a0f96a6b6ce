-- id:        doc_share
-- title:     Documentation share
-- unit:      %
-- better:    neutral
-- statistic: share
-- streams:   git
-- order:     320
-- subject:   commit
--
-- The share of the commits in the window that touches a documentation path.
-- Commits and paths are those of doc_update_frequency.
SELECT c.repo_id, w.window_no, lower(hex(c.sha)) AS subject, c.actor_id,
       c.documentation AS value
  FROM v_window AS w
  JOIN v_commit AS c
    ON c.documentation IN (0, 1)
   AND c.committed_at >= w.starts_at AND c.committed_at < w.ends_at;
