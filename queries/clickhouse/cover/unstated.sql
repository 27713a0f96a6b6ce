-- How many pull requests that were opened or merged from {start} to {end} have a
-- review of which nobody has told what it says, and were not read since that is kept
-- (8); as queries/store/count-unstated.sql. Both tables of a repository are on one
-- shard.
SELECT repo_id, count() AS rows
  FROM {item}
 WHERE (repo_id, generation) IN ask_repo AND kind = 2
   AND (told_created_at >= {start} AND told_created_at < {end}
        OR told_merged_at >= {start} AND told_merged_at < {end})
   AND bitAnd(detail_parts, 8) = 0
   AND (repo_id, number) IN (
	SELECT repo_id, number
	  FROM {answer}
	 WHERE (repo_id, generation) IN ask_repo AND kind = 2 AND state = 0)
 GROUP BY repo_id
