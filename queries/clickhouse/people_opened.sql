-- rows: values
-- A row stands for `weight` people, whom the shards have told apart: each has the
-- whole of a repository.
SELECT repo_id, toInt64({window_of:created_at}) AS window_no,
       toFloat64(1) AS value, toInt64(uniqExact(author_id)) AS weight,
       author_id IN ask_left_out AS left_out, toUInt8(0) AS fate, '' AS why
  FROM {item}
PREWHERE (repo_id, generation) IN ask_repo AND shown_until >= {to}
               AND created_at >= {from} AND created_at < {to}
 WHERE named AND author_id NOT IN ask_ghost
 GROUP BY repo_id, window_no, left_out;
