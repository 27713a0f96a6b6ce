-- rows: values
-- A row stands for `weight` people, whom the shards have told apart; see
-- {review_given}.
SELECT repo_id, toInt64({window_of:occurred_at}) AS window_no,
       toFloat64(1) AS value, toInt64(uniqExact(author_id)) AS weight,
       author_id IN ask_left_out AS left_out, toUInt8(0) AS fate, '' AS why
  FROM {review_given}
 GROUP BY repo_id, window_no, left_out;
