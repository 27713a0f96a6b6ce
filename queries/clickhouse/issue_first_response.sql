-- rows: durations cohort
-- The first answer is found in the item's own row, in which the export has put
-- the first one of each account; who is a bot is asked here.
SELECT repo_id, window_no, started_at AS began_at,
       if(responded < arrayElement({ends}, window_no + 1), responded,
          toInt64(9223372036854775807)) AS ended_at,
       toInt64(1) AS weight, left_out, toUInt8(1) AS fate, '' AS why
  FROM (
	SELECT repo_id, toInt64({window_of:created_at}) AS window_no, started_at,
	       author_id IN ask_left_out AS left_out,
	       {responded} AS responded
	  FROM {item}
	PREWHERE (repo_id, generation) IN ask_repo AND kind = 1
               AND shown_until >= {to}
	               AND created_at >= {from} AND created_at < {to}
	 WHERE answers_read
  );
