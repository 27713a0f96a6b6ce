-- rows: durations cohort
-- As pr_first_review, of the reviews that approve; and a row for each window and
-- repository in which nobody tells what some of the reviews say.
SELECT repo_id, window_no, max(started) AS began_at, min(reviewed) AS ended_at,
       toInt64(1) AS weight, left_out, toUInt8(1) AS fate, '' AS why
  FROM (
{review_wait}
	UNION ALL
	SELECT repo_id, toInt64({window_of:item_created_at}) AS window_no,
	       number, min(started_at) AS started, min(occurred_at) AS reviewed,
	       materialize({item_who}) AS left_out
	  FROM {review_since}
	   AND state = 2
	 GROUP BY repo_id, window_no, number, left_out
  )
 GROUP BY repo_id, window_no, number, left_out
UNION ALL
SELECT repo_id, toInt64({window_of:item_created_at}) AS window_no,
       toInt64(0) AS began_at, toInt64(0) AS ended_at,
       toInt64(count()) AS weight, toUInt8(0) AS left_out, toUInt8(1) AS fate,
       'nobody tells what some of the reviews say' AS why
  FROM {review_since}
   AND state = 0
 GROUP BY repo_id, window_no;
