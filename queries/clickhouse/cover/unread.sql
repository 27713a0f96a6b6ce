-- How many pull requests that were opened or merged from {start} to {end} are to be
-- read, the comments that they have together, and since when something of them is
-- not read; as queries/store/count-unread.sql.
SELECT repo_id, count() AS pulls, sum(comments) AS comments_of,
       min(if(bitAnd(detail_parts, {need}) = {need}, detail_updated_at,
              told_created_at)) AS since
  FROM {item}
 WHERE (repo_id, generation) IN ask_repo AND kind = 2
   AND (told_created_at >= {start} AND told_created_at < {end}
        OR told_merged_at >= {start} AND told_merged_at < {end})
   AND (detail_parts = 0 OR detail_updated_at < updated_at
        OR bitAnd(detail_parts, {need}) != {need})
   AND (repo_id, number) NOT IN ask_doubted
 GROUP BY repo_id
