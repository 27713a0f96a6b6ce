-- The reviews of what was opened or merged in a stretch of time, as
-- queries/store/count-reviews.sql.
SELECT repo_id, no, count() AS rows
  FROM {answer}
   ALL INNER JOIN (SELECT repo_id, no, starts_at, ends_at FROM ask_count) AS counted
   USING repo_id
PREWHERE (repo_id, generation) IN ask_repo AND kind = 2 AND item_kind IN (1, 2)
 WHERE item_created_at >= starts_at AND item_created_at < ends_at
       OR item_merged_at >= starts_at AND item_merged_at < ends_at
 GROUP BY repo_id, no
