-- rows: values
-- SQLite asks for each window what was open at its end. Here each stretch is
-- counted by the ends that it spans, the first of which is number `before` and
-- the last `until` - 1 from the oldest; what that comes to in each window is
-- told from these few numbers.
SELECT repo_id, toInt64({windows} - 1 - place) AS window_no,
       toFloat64(1) AS value, toInt64(sum(stretches)) AS weight, left_out,
       toUInt8(0) AS fate, '' AS why
  FROM (
	SELECT repo_id, {who} AS left_out,
	       {ends_until:s_opened_at} AS before,
	       {ends_until:s_ended_at} AS until, count() AS stretches
	  FROM {stretch}
	PREWHERE (repo_id, generation) IN ask_repo AND kind = 1
               AND shown_until >= {to}
	 WHERE until > before
	 GROUP BY repo_id, left_out, before, until
  )
 ARRAY JOIN arraySlice(range({windows}), before + 1, until - before) AS place
 GROUP BY repo_id, window_no, left_out;
