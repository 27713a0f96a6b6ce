-- id:        issue_answered_within
-- title:     Issues answered
-- unit:      %
-- better:    higher
-- statistic: within
-- streams:   issues comments
-- reach:     window
-- clock:     hours
-- order:     215
-- subject:   item
-- chaoss:    Time to First Response https://chaoss.community/kb/metric-time-to-first-response/
--
-- The share of the issues opened in the window that were answered within two days
-- or, with --within, another time. An answer is what it is for
-- issue_first_response.
--
-- An issue counts once it is answered, and also without an answer once its time is
-- up by the window's end. "Open" counts those that may still be answered in time.
-- One that is closed without an answer has not been answered.
SELECT f.repo_id, w.window_no, f.number AS subject, f.actor_id,
       f.started_at AS began_at,
       CASE WHEN f.responded_at < w.ends_at THEN f.responded_at END AS ended_at
  FROM v_window AS w
  JOIN v_issue_response AS f
    ON f.created_at >= w.starts_at AND f.created_at < w.ends_at;
