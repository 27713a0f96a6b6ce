-- rows: values
-- Releases and tags are counted by the ends that are after them, and by those that
-- are at most 90 days after them; see issue_backlog.
SELECT repo_id, toInt64({windows} - 1 - place) AS window_no,
       toFloat64(why = '') AS value, toInt64(why = '' ? made : 1) AS weight,
       toUInt8(0) AS left_out, toUInt8(0) AS fate, why
  FROM (
	SELECT repo_id, place, sum(released) AS releases,
	       releases > 0 ? sum(released * (place < until))
	                    : sum(tagged * (place < until)) AS made,
	       releases = 0 AND NOT max(git_read)
	       ? 'no releases, and no clone to read tags from' : '' AS why
	  FROM (
		SELECT repo_id, toUInt64(0) AS before, toUInt64(0) AS until,
		       toUInt64(0) AS released, toUInt64(0) AS tagged, git_read
		  FROM ask_known
		UNION ALL
		SELECT repo_id, toUInt64({ends_until:published_at}) AS before,
		       toUInt64({ends_until:(published_at + 7776000)}) AS until,
		       count(), toUInt64(0), toUInt8(0)
		  FROM {release}
		 WHERE (repo_id, generation) IN ask_repo AND published_at < {to}
		 GROUP BY repo_id, before, until
		UNION ALL
		SELECT repo_id, toUInt64({ends_until:tagged_at}) AS before,
		       toUInt64({ends_until:(tagged_at + 7776000)}) AS until,
		       toUInt64(0), count(), toUInt8(0)
		  FROM {tag}
		 WHERE (repo_id, generation) IN ask_repo AND tagged_at < {to}
		 GROUP BY repo_id, before, until
	  )
	 ARRAY JOIN arraySlice(range({windows}), before + 1,
	                       {windows} - before) AS place
	 GROUP BY repo_id, place
  )
 WHERE weight > 0;
