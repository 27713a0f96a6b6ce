-- rows: values
-- At most one stretch of an item spans the end of a window, so the stretches that
-- do, of items without an answer, are the items that still wait; the first stretch
-- of each counts the items.
SELECT repo_id, window_no, toFloat64(waiting) AS value,
       (waiting ? toInt64(waits) : toInt64(items - waits)) AS weight, left_out,
       toUInt8(0) AS fate, '' AS why
  FROM (
	SELECT repo_id, window_no, left_out, sum(stretches * waiting) AS waits,
	       sum(stretches * first) AS items
	  FROM (
		SELECT repo_id, toInt64({window_of:created_at}) AS window_no,
		       arrayElement({ends}, window_no + 1) AS ends,
		       {who} AS left_out, s_no = 1 AS first,
		       s_opened_at < ends AND s_ended_at >= ends
		       AND {responded} >= ends AS waiting, count() AS stretches
		  FROM {stretch}
		PREWHERE (repo_id, generation) IN ask_repo AND kind = 2
               AND shown_until >= {to}
		               AND created_at >= {from} AND created_at < {to}
		 WHERE answers_read
		   AND NOT arrayExists((d, r) -> d < ends AND r >= ends,
		                       drafted_at, readied_at)
		 GROUP BY repo_id, window_no, ends, left_out, first, waiting
	  )
	 GROUP BY repo_id, window_no, left_out
  )
 ARRAY JOIN [0, 1] AS waiting
 WHERE weight > 0;
