-- rows: values
-- As issue_backlog: each stretch is counted by the ends between which it counts at
-- all, and by those at which it has ended.
SELECT repo_id, toInt64({windows} - 1 - place) AS window_no,
       toFloat64(place >= ended) AS value, toInt64(sum(stretches)) AS weight,
       left_out, toUInt8(0) AS fate, '' AS why
  FROM (
	SELECT repo_id, {who} AS left_out,
	       {ends_until:s_opened_at} AS before,
	       {ends_until:s_ended_at} AS ended,
	       {ends_until:(s_closed ? greatest(s_ended_at, s_closed_until)
	                              : s_ended_at)} AS until,
	       count() AS stretches
	  FROM {stretch}
	PREWHERE (repo_id, generation) IN ask_repo AND kind = 1
               AND shown_until >= {to}
	 WHERE until > before
	 GROUP BY repo_id, left_out, before, ended, until
  )
 ARRAY JOIN arraySlice(range({windows}), before + 1, until - before) AS place
 GROUP BY repo_id, window_no, value, left_out;
