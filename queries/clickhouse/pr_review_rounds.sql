-- rows: values
-- The shards count the verdicts of each person on a pull request. A row stands for
-- `weight` of those that took as many rounds; and there is one for each window and
-- repository in which nobody tells what some of the reviews say.
SELECT repo_id, window_no, toFloat64(rounds) AS value,
       toInt64(count()) AS weight, left_out, toUInt8(0) AS fate, '' AS why
  FROM (
	SELECT repo_id, window_no, number, left_out, max(verdicts) AS rounds
	  FROM (
		SELECT repo_id, toInt64({window_of:item_merged_at}) AS window_no,
		       number, materialize({item_who}) AS left_out,
		       author_id = toInt64(-9223372036854775808)
		       OR author_id IN ask_ghost AS by_ghost,
		       if(by_ghost, forge_id, author_id) AS reviewer,
		       count() AS verdicts
		  FROM {review_before}
		   AND state != 1
		 GROUP BY repo_id, window_no, number, left_out, by_ghost,
		          reviewer
	  )
	 GROUP BY repo_id, window_no, number, left_out
  )
 GROUP BY repo_id, window_no, rounds, left_out
UNION ALL
SELECT repo_id, toInt64({window_of:item_merged_at}) AS window_no,
       toFloat64(0) AS value, toInt64(count()) AS weight,
       toUInt8(0) AS left_out, toUInt8(0) AS fate,
       'nobody tells what some of the reviews say' AS why
  FROM {review_before}
   AND state = 0
 GROUP BY repo_id, window_no;
