-- rows: values
-- Counted on the shards.
SELECT repo_id, toInt64({window_of:occurred_at}) AS window_no,
       toFloat64(1) AS value, toInt64(count()) AS weight,
       author_id IN ask_left_out AS left_out, toUInt8(0) AS fate, '' AS why
  FROM {answer}
PREWHERE (repo_id, generation) IN ask_repo AND kind = 1
               AND occurred_at >= {from} AND occurred_at < {to}
 WHERE shown_until >= {to}
 GROUP BY repo_id, window_no, left_out;
