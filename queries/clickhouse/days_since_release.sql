-- rows: durations
-- As days_since_commit, of the releases and of the tags. A repository without
-- either is known from ask_known. There are no groups here.
SELECT repo_id, toInt64({windows} - 1 - place) AS window_no,
       last AS began_at, toInt64(9223372036854775807) AS ended_at,
       toInt64(1) AS weight, toUInt8(0) AS left_out, toUInt8(0) AS fate,
       multiIf(last > toInt64(-9223372036854775808), '',
               read, 'no releases and no tags; to judge that, take release_frequency, which is 0',
               'no releases, and no clone to read tags from') AS why
  FROM (
	SELECT repo_id, place, max(published) AS release, max(tagged) AS tag,
	       if(release > toInt64(-9223372036854775808), release, tag) AS last,
	       max(git_read) AS read
	  FROM (
		SELECT repo_id, toUInt64(0) AS before, toInt64(-9223372036854775808) AS published,
		       toInt64(-9223372036854775808) AS tagged, git_read
		  FROM ask_known
		UNION ALL
		SELECT repo_id, toUInt64({ends_until:published_at}) AS before,
		       max(published_at), toInt64(-9223372036854775808), toUInt8(0)
		  FROM {release}
		 WHERE (repo_id, generation) IN ask_repo AND published_at < {to}
		 GROUP BY repo_id, before
		UNION ALL
		SELECT repo_id, toUInt64({ends_until:tagged_at}) AS before,
		       toInt64(-9223372036854775808), max(tagged_at), toUInt8(0)
		  FROM {tag}
		 WHERE (repo_id, generation) IN ask_repo AND tagged_at < {to}
		 GROUP BY repo_id, before
	  )
	 ARRAY JOIN arraySlice(range({windows}), before + 1,
	                       {windows} - before) AS place
	 GROUP BY repo_id, place
  );
