-- rows: durations cohort
-- The parts of the union are those of SQLite's.
SELECT repo_id, window_no, began AS began_at, ended AS ended_at,
       toInt64(1) AS weight, left_out, toUInt8(fate) AS fate, '' AS why
  FROM (
	SELECT repo_id, toInt64({window_of:s_ended_at}) AS window_no,
	       arrayElement({ends}, window_no + 1) AS ends,
	       created_at AS began, s_ended_at AS ended,
	       materialize({who}) AS left_out,
	       created_at >= arrayElement({starts}, window_no + 1) AS fate
	  FROM {stretch}
	PREWHERE (repo_id, generation) IN ask_repo AND kind = 1
               AND shown_until >= {to}
	 WHERE s_ended_at >= {from} AND s_ended_at < {to} AND s_closed
	   AND created_at < ends AND s_closed_until >= ends
	UNION ALL
	SELECT repo_id, toInt64({window_of:created_at}) AS window_no,
	       arrayElement({ends}, window_no + 1) AS ends,
	       created_at AS began, if(s_ended_at < ends, s_ended_at, toInt64(9223372036854775807)) AS ended,
	       materialize({who}) AS left_out,
	       if(s_ended_at < ends, 3, 1) AS fate
	  FROM {stretch}
	PREWHERE (repo_id, generation) IN ask_repo AND kind = 1
               AND shown_until >= {to}
	               AND created_at >= {from} AND created_at < {to}
	 WHERE s_opened_at < ends AND (s_ended_at >= ends OR NOT s_closed)
  );
