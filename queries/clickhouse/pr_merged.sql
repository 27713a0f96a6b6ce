-- rows: values
-- Counted on the shards.
SELECT repo_id, toInt64({window_of:merged_at}) AS window_no,
       toFloat64(1) AS value, toInt64(count()) AS weight,
       {who} AS left_out, toUInt8(0) AS fate,
       '' AS why
  FROM {item}
PREWHERE (repo_id, generation) IN ask_repo AND kind = 2
               AND shown_until >= {to}
 WHERE merged_at >= {from} AND merged_at < {to}
   AND created_at < arrayElement({ends}, window_no + 1)
 GROUP BY repo_id, window_no, value, left_out;
