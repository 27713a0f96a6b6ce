-- rows: values
-- As days_since_commit; a repository without any commit to the documentation is
-- known from ask_known. There are no groups here.
SELECT repo_id, window_no,
       toFloat64(known ? intDiv(ends - since, 604800) : 0) AS value,
       toInt64(1) AS weight, toUInt8(0) AS left_out, toUInt8(0) AS fate,
       known ? ''
             : 'no commit to the documentation is listed; a clone would tell since when'
       AS why
  FROM (
	SELECT repo_id, toInt64({windows} - 1 - place) AS window_no,
	       arrayElement({ends}, window_no + 1) AS ends,
	       max(page_at) AS doc_at, min(commit_at) AS first_at,
	       max(git_read) AS read, max(rest) AS listed,
	       if(doc_at > toInt64(-9223372036854775808), doc_at, first_at) AS since
	  FROM (
		SELECT repo_id, toUInt64(0) AS before, toInt64(-9223372036854775808) AS page_at,
		       toInt64(9223372036854775807) AS commit_at, git_read, rest
		  FROM ask_known
		UNION ALL
		SELECT repo_id, toUInt64({ends_until:committed_at}) AS before,
		       max(committed_at), toInt64(9223372036854775807), toUInt8(0), toUInt8(0)
		  FROM {page}
		PREWHERE (repo_id, generation) IN ask_repo
		 WHERE committed_at < {to} AND NOT ((repo_id, author_id) IN ask_left_author)
		 GROUP BY repo_id, before
		UNION ALL
		SELECT repo_id, toUInt64(0) AS before, toInt64(-9223372036854775808),
		       min(committed_at), toUInt8(0), toUInt8(0)
		  FROM {commit}
		PREWHERE (repo_id, generation) IN ask_repo AND merge = 0
		 GROUP BY repo_id
	  )
	 ARRAY JOIN arraySlice(range({windows}), before + 1,
	                       {windows} - before) AS place
	 GROUP BY repo_id, place
  )
 -- As a row that says a number, and as one that says why there is none.
 ARRAY JOIN [1, 0] AS known
 WHERE known ? since < ends
             : listed AND doc_at = toInt64(-9223372036854775808)
               AND (first_at = 9223372036854775807 OR NOT read)
UNION ALL
SELECT repo_id, toInt64({window_of:committed_at}) AS window_no,
       toFloat64(0) AS value, toInt64(count()) AS weight,
       toUInt8(1) AS left_out, toUInt8(0) AS fate, '' AS why
  FROM {page}
PREWHERE (repo_id, generation) IN ask_repo
               AND committed_at >= {from} AND committed_at < {to}
 WHERE (repo_id, author_id) IN ask_left_author
 GROUP BY repo_id, window_no;
