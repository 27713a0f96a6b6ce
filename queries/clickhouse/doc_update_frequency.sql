-- rows: values
-- Counted on the shards.
SELECT repo_id, toInt64({window_of:committed_at}) AS window_no,
       toFloat64(1) AS value, toInt64(count()) AS weight,
       (repo_id, author_id) IN ask_left_author AS left_out, toUInt8(0) AS fate,
       '' AS why
  FROM {page}
PREWHERE (repo_id, generation) IN ask_repo
               AND committed_at >= {from} AND committed_at < {to}
 GROUP BY repo_id, window_no, value, left_out;
