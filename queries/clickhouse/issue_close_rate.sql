-- rows: values
-- Counted on the shards; the parts of the union are those of SQLite's.
SELECT repo_id, toInt64({window_of:s_ended_at}) AS window_no,
       toFloat64(1) AS value, toInt64(count()) AS weight,
       {who} AS left_out, toUInt8(0) AS fate,
       '' AS why
  FROM {stretch}
PREWHERE (repo_id, generation) IN ask_repo AND kind = 1
               AND shown_until >= {to}
 WHERE s_ended_at >= {from} AND s_ended_at < {to} AND s_closed
   AND created_at < arrayElement({ends}, window_no + 1)
   AND s_closed_until >= arrayElement({ends}, window_no + 1)
 GROUP BY repo_id, window_no, value, left_out
UNION ALL
SELECT repo_id, toInt64({window_of:created_at}) AS window_no,
       toFloat64(0) AS value, toInt64(count()) AS weight,
       {who} AS left_out, toUInt8(0) AS fate,
       '' AS why
  FROM {stretch}
PREWHERE (repo_id, generation) IN ask_repo AND kind = 1
               AND shown_until >= {to}
               AND created_at >= {from} AND created_at < {to}
 WHERE s_opened_at < arrayElement({ends}, window_no + 1)
   AND s_ended_at >= arrayElement({ends}, window_no + 1)
 GROUP BY repo_id, window_no, value, left_out;
