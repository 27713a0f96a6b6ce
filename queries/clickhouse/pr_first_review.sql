-- rows: durations cohort
-- A pull request is told by two rows, its own and the one of its reviews, which
-- are united by its number.
SELECT repo_id, window_no, max(started) AS began_at, min(reviewed) AS ended_at,
       toInt64(1) AS weight, left_out, toUInt8(1) AS fate, '' AS why
  FROM (
{review_wait}
	UNION ALL
	SELECT repo_id, toInt64({window_of:item_created_at}) AS window_no,
	       number, min(started_at) AS started, min(occurred_at) AS reviewed,
	       materialize({item_who}) AS left_out
	  FROM {review_since}
	 GROUP BY repo_id, window_no, number, left_out
  )
 GROUP BY repo_id, window_no, number, left_out;
