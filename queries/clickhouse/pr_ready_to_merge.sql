-- rows: durations cohort
-- The parts of the union are those of SQLite's. When the wait began, the export
-- has told in the item's row.
SELECT repo_id, window_no, began AS began_at, ended AS ended_at,
       toInt64(1) AS weight, left_out, toUInt8(fate) AS fate, '' AS why
  FROM (
	SELECT repo_id, toInt64({window_of:merged_at}) AS window_no,
	       arrayElement({ends}, window_no + 1) AS ends,
	       started_at AS began, merged_at AS ended,
	       materialize({who}) AS left_out,
	       created_at >= arrayElement({starts}, window_no + 1) AS fate
	  FROM {item}
	PREWHERE (repo_id, generation) IN ask_repo AND kind = 2
               AND shown_until >= {to}
	 WHERE merged_at >= {from} AND merged_at < {to} AND created_at < ends
	   AND answers_read AND started_at < ends
	UNION ALL
	SELECT repo_id, toInt64({window_of:created_at}) AS window_no,
	       arrayElement({ends}, window_no + 1) AS ends,
	       started_at AS began, if(s_ended_at < ends, s_ended_at, toInt64(9223372036854775807)) AS ended,
	       materialize({who}) AS left_out,
	       if(s_ended_at < ends, 3, 1) AS fate
	  FROM {stretch}
	PREWHERE (repo_id, generation) IN ask_repo AND kind = 2
               AND shown_until >= {to}
	               AND created_at >= {from} AND created_at < {to}
	 WHERE s_opened_at < ends
	   AND (s_ended_at >= ends OR s_closed_until >= ends)
	   AND merged_at >= ends
	   AND (s_ended_at >= ends OR NOT s_merge_untold)
	   AND answers_read AND started_at < ends
  );
