-- rows: values
-- As review_half.
SELECT repo_id, toInt64({window_of:occurred_at}) AS window_no,
       toFloat64(count()) AS value, toInt64(1) AS weight,
       author_id IN ask_left_out AS left_out, toUInt8(0) AS fate, '' AS why
  FROM {answer}
PREWHERE (repo_id, generation) IN ask_repo AND item_kind = 2 AND kind = 2
               AND occurred_at >= {from} AND occurred_at < {to}
 WHERE shown_until >= {to} AND named AND author_id NOT IN ask_ghost
   AND author_id != item_author_id
   AND (item_created_at >= arrayElement({starts}, window_no + 1)
        AND item_created_at < arrayElement({ends}, window_no + 1)
        OR item_merged_at >= arrayElement({starts}, window_no + 1)
           AND item_merged_at < arrayElement({ends}, window_no + 1))
 GROUP BY repo_id, window_no, author_id, left_out;
