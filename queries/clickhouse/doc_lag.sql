-- rows: values
-- Each shard joins the commits of a repository with the instants of its last
-- commit to the documentation before each end, oldest end first. These do not
-- fall, so the ends for which a commit counts are those after it, up to the last
-- whose instant is before it.
SELECT repo_id, toInt64({windows} - 1 - place) AS window_no,
       toFloat64(1) AS value, toInt64(sum(commits)) AS weight, left_out,
       toUInt8(0) AS fate, '' AS why
  FROM (
	SELECT repo_id, (repo_id, author_id) IN ask_left_author AS left_out,
	       {ends_until:committed_at} AS before,
	       if(empty(docs_at), {windows},
	          arrayCount(d -> d < committed_at, docs_at)) AS until,
	       count() AS commits
	  FROM {commit}
	   ANY LEFT JOIN (
		SELECT repo_id,
		       [{each_end:max(if(committed_at < #, committed_at, toInt64(-9223372036854775808)))}]
		       AS docs_at
		  FROM {commit}
		PREWHERE (repo_id, generation) IN ask_repo AND merge = 0 AND documentation = 1
		 WHERE NOT ((repo_id, author_id) IN ask_left_author)
		 GROUP BY repo_id
	   ) AS written USING repo_id
	PREWHERE (repo_id, generation) IN ask_repo AND merge = 0 AND documentation = 0
	               AND committed_at < {to}
	 WHERE until > before
	 GROUP BY repo_id, left_out, before, until
  )
 ARRAY JOIN arraySlice(range({windows}), before + 1, until - before) AS place
 GROUP BY repo_id, window_no, left_out;
