-- The reviews of what was opened or merged from {start} to {end}, as
-- queries/store/count-reviews.sql.
SELECT repo_id, count() AS rows
  FROM {answer}
 WHERE (repo_id, generation) IN ask_repo AND kind = 2 AND item_kind IN (1, 2)
   AND (item_created_at >= {start} AND item_created_at < {end}
        OR item_merged_at >= {start} AND item_merged_at < {end})
 GROUP BY repo_id
