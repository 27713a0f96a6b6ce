-- How many pull requests that were opened or merged in a stretch of time are to be
-- read, the comments that they have together, and since when something of them is
-- not read; as queries/store/count-unread.sql. What has all parts that are needed
-- anywhere, and has not changed, is no part of the join.
SELECT repo_id, no, count() AS rows, sum(comments) AS comments_of,
       min(if(bitAnd(detail_parts, need) = need, detail_updated_at,
              told_created_at)) AS since
  FROM {item}
   ALL INNER JOIN (SELECT repo_id, no, starts_at, ends_at, need FROM ask_count) AS counted
   USING repo_id
PREWHERE (repo_id, generation) IN ask_repo AND kind = 2
         AND (detail_parts = 0 OR detail_updated_at < updated_at
              OR bitAnd(detail_parts, (SELECT groupBitOr(need) FROM ask_count))
                 != (SELECT groupBitOr(need) FROM ask_count))
 WHERE (told_created_at >= starts_at AND told_created_at < ends_at
        OR told_merged_at >= starts_at AND told_merged_at < ends_at)
   AND (detail_parts = 0 OR detail_updated_at < updated_at
        OR bitAnd(detail_parts, need) != need)
   AND (repo_id, number) NOT IN ask_doubted
 GROUP BY repo_id, no
