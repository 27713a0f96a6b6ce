-- rows: values
-- Those that were merged, without those that were reviewed by then: a review has
-- the author of its pull request, and when that was opened and merged. A row
-- stands for `weight` of them.
SELECT repo_id, window_no, toFloat64(value) AS value, sum(some) AS weight,
       left_out, toUInt8(0) AS fate, '' AS why
  FROM (
	SELECT repo_id, toInt64({window_of:merged_at}) AS window_no,
	       toUInt8(1) AS value, toInt64(count()) AS some,
	       materialize({who}) AS left_out
	  FROM {item}
	PREWHERE (repo_id, generation) IN ask_repo AND kind = 2
               AND shown_until >= {to}
	 WHERE answers_read AND merged_at >= {from} AND merged_at < {to}
	   AND created_at < arrayElement({ends}, window_no + 1)
	 GROUP BY repo_id, window_no, left_out
	UNION ALL
	SELECT repo_id, window_no, value,
	       if(value = 0, reviewed, -reviewed) AS some, left_out
	  FROM (
		SELECT repo_id, toInt64({window_of:item_merged_at}) AS window_no,
		       toInt64(uniqExact(number)) AS reviewed,
		       materialize({item_who}) AS left_out
		  FROM {review_before}
		 GROUP BY repo_id, window_no, left_out
	  )
	 ARRAY JOIN [toUInt8(0), toUInt8(1)] AS value
  )
 GROUP BY repo_id, window_no, value, left_out
HAVING weight > 0;
