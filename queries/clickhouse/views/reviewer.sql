-- {reviewer}: who gave how many reviews in a window (v_reviewer of
-- queries/views/39-reviewer.sql); a row is a person, as in SQLite's.
SELECT repo_id, toInt64({window_of:occurred_at}) AS window_no,
       toFloat64(count()) AS value, toInt64(1) AS weight,
       author_id IN ask_left_out AS left_out, toUInt8(0) AS fate, '' AS why
  FROM {review_given}
 GROUP BY repo_id, window_no, author_id, left_out
