-- rows: values
-- Counted on the shards; a row stands for `weight` closes.
SELECT repo_id, toInt64({window_of:s_ended_at}) AS window_no,
       toFloat64(1) AS value, toInt64(count()) AS weight,
       {who} AS left_out, toUInt8(0) AS fate,
       '' AS why
  FROM {stretch}
PREWHERE (repo_id, generation) IN ask_repo AND kind = 2
               AND shown_until >= {to}
 WHERE s_ended_at >= {from} AND s_ended_at < {to} AND s_closed
   AND created_at < arrayElement({ends}, window_no + 1)
   AND s_closed_until >= arrayElement({ends}, window_no + 1)
 GROUP BY repo_id, window_no, value, left_out;
