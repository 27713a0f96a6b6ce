-- rows: values
-- Counted on the shards; a row stands for `weight` items.
SELECT repo_id, toInt64({window_of:created_at}) AS window_no,
       toFloat64(1) AS value, toInt64(count()) AS weight,
       {who} AS left_out, toUInt8(0) AS fate,
       '' AS why
  FROM {item}
PREWHERE (repo_id, generation) IN ask_repo AND kind = 2
               AND shown_until >= {to}
 WHERE created_at >= {from} AND created_at < {to}
 GROUP BY repo_id, window_no, value, left_out;
