-- rows: values
-- A row stands for `weight` people who made as many commits each. A commit counts
-- in the windows whose end is after it, and at most a year: how many one made is
-- counted for each end on the shards, with a row a person.
SELECT repo_id, toInt64({windows} - place) AS window_no,
       toFloat64(made) AS value, toInt64(count()) AS weight, left_out,
       toUInt8(0) AS fate, '' AS why
  FROM (
	SELECT repo_id, person_id,
	       (repo_id, author_id) IN ask_left_author AS left_out,
	       [{each_end:countIf(committed_at < # AND committed_at >= # - 31536000)}]
	       AS each
	  FROM {commit}
	PREWHERE (repo_id, generation) IN ask_repo AND merge = 0
	               AND committed_at >= {first_end} - 31536000
	               AND committed_at < {to}
	 GROUP BY repo_id, person_id, left_out
  )
 ARRAY JOIN each AS made, arrayEnumerate(each) AS place
 WHERE made > 0
 GROUP BY repo_id, window_no, made, left_out;
