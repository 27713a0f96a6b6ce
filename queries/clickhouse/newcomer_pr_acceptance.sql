-- rows: values
-- As pr_acceptance; whose first item it is, the export has told in its row.
SELECT repo_id, toInt64({window_of:s_ended_at}) AS window_no,
       toFloat64(merged_at < arrayElement({ends}, window_no + 1)) AS value,
       toInt64(count()) AS weight, {who} AS left_out, toUInt8(0) AS fate,
       '' AS why
  FROM {stretch}
PREWHERE (repo_id, generation) IN ask_repo AND kind = 2
               AND shown_until >= {to}
 WHERE s_ended_at >= {from} AND s_ended_at < {to} AND s_closed AND NOT s_merge_untold
   AND created_at < arrayElement({ends}, window_no + 1)
   AND s_closed_until >= arrayElement({ends}, window_no + 1)
   AND {author_role} = 4
 GROUP BY repo_id, window_no, value, left_out;
