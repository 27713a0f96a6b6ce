-- rows: values
-- A row stands for `weight` people who made as many commits each. A commit counts
-- in the windows whose end is after it, and at most a year; see issue_backlog.
SELECT repo_id, window_no, toFloat64(made) AS value,
       toInt64(count()) AS weight, left_out, toUInt8(0) AS fate, '' AS why
  FROM (
	SELECT repo_id, toInt64({windows} - 1 - place) AS window_no, person_id,
	       left_out, sum(commits) AS made
	  FROM (
		SELECT repo_id, person_id,
		       (repo_id, author_id) IN ask_left_author AS left_out,
		       {ends_until:committed_at} AS before,
		       {ends_until:(committed_at + 31536000)} AS until,
		       count() AS commits
		  FROM {commit}
		PREWHERE (repo_id, generation) IN ask_repo AND merge = 0
		               AND committed_at >= {first_end} - 31536000
		               AND committed_at < {to}
		 GROUP BY repo_id, person_id, left_out, before, until
	  )
	 ARRAY JOIN arraySlice(range({windows}), before + 1,
	                       until - before) AS place
	 GROUP BY repo_id, window_no, person_id, left_out
  )
 GROUP BY repo_id, window_no, made, left_out;
