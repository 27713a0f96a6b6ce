-- rows: durations
-- A row for each end of a window that a stretch spans.
SELECT repo_id, toInt64({windows} - 1 - place) AS window_no,
       created_at AS began_at, toInt64(9223372036854775807) AS ended_at,
       toInt64(1) AS weight, left_out, toUInt8(0) AS fate, '' AS why
  FROM (
	SELECT repo_id, created_at, {who} AS left_out,
	       {ends_until:s_opened_at} AS before,
	       {ends_until:s_ended_at} AS until,
	       arrayJoin(arraySlice(range({windows}), before + 1,
	                            until - before)) AS place
	  FROM {stretch}
	PREWHERE (repo_id, generation) IN ask_repo AND kind = 2
               AND shown_until >= {to}
	 WHERE until > before
  );
