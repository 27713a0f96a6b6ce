-- rows: values
-- A row stands for `weight` people. SQLite skips what is before the oldest window
-- once it has met a person there; here the shards find the first commit of each.
SELECT repo_id, toInt64({window_of:first}) AS window_no, toFloat64(1) AS value,
       toInt64(count()) AS weight, left_out, toUInt8(0) AS fate, '' AS why
  FROM (
	SELECT repo_id, person_id, (repo_id, author_id) IN ask_left_author AS left_out,
	       min(committed_at) AS first
	  FROM {commit}
	PREWHERE (repo_id, generation) IN ask_repo AND merge = 0
	 WHERE committed_at < {to}
	 GROUP BY repo_id, person_id, left_out
	HAVING first >= {from}
  )
 GROUP BY repo_id, window_no, left_out;
