-- rows: durations
-- The shards tell the last commit before each end that is after the end before;
-- that one counts for the ends that follow, too, unless there is a later one.
SELECT repo_id, toInt64({windows} - 1 - place) AS window_no,
       max(last) AS began_at, toInt64(9223372036854775807) AS ended_at,
       toInt64(1) AS weight, toUInt8(0) AS left_out, toUInt8(0) AS fate,
       '' AS why
  FROM (
	SELECT repo_id, {ends_until:committed_at} AS before,
	       max(committed_at) AS last
	  FROM {commit}
	PREWHERE (repo_id, generation) IN ask_repo AND merge = 0
	 WHERE committed_at < {to} AND NOT ((repo_id, author_id) IN ask_left_author)
	 GROUP BY repo_id, before
  )
 ARRAY JOIN arraySlice(range({windows}), before + 1,
                       {windows} - before) AS place
 GROUP BY repo_id, window_no;
