-- How many pull requests that were opened or merged in a stretch of time have a
-- review of which nobody has told what it says, and were not read since that is kept
-- (8); as queries/store/count-unstated.sql. Both tables of a repository are on one
-- shard. An item is looked for once, before the join makes many of it.
SELECT repo_id, no, count() AS rows
  FROM {item}
   ALL INNER JOIN (SELECT repo_id, no, starts_at, ends_at FROM ask_count) AS counted
   USING repo_id
PREWHERE (repo_id, generation) IN ask_repo AND kind = 2
         AND bitAnd(detail_parts, 8) = 0
         AND (repo_id, number) IN (
	SELECT repo_id, number
	  FROM {answer}
	PREWHERE (repo_id, generation) IN ask_repo AND kind = 2 AND state = 0)
 WHERE told_created_at >= starts_at AND told_created_at < ends_at
       OR told_merged_at >= starts_at AND told_merged_at < ends_at
 GROUP BY repo_id, no
