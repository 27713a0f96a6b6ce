-- id:        issue_unanswered
-- title:     Issues without an answer
-- unit:      %
-- better:    lower
-- statistic: share
-- streams:   issues comments state
-- reach:     window
-- order:     220
-- subject:   item
--
-- The share of the issues opened in the window that is still open at its end and
-- has had no answer. An answer is what it is for issue_first_response.
SELECT f.repo_id, w.window_no, f.number AS subject, f.actor_id,
       (f.responded_at IS NULL OR f.responded_at >= w.ends_at)
       AND EXISTS (SELECT 1
                     FROM v_issue_state AS s
                    WHERE s.repo_id = f.repo_id AND s.number = f.number
                      AND s.opened_at < w.ends_at
                      AND (s.ended_at IS NULL OR s.ended_at >= w.ends_at))
       AS value
  FROM v_window AS w
  JOIN v_issue_response AS f
    ON f.created_at >= w.starts_at AND f.created_at < w.ends_at;
