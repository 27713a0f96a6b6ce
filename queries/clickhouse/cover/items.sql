-- The items that have changed since {start}, and those that are open; without
-- those that could not be read. As queries/store/count-items.sql.
SELECT repo_id, count() AS rows
  FROM {item}
 WHERE (repo_id, generation) IN ask_repo AND kind IN (1, 2)
   AND gone_at = 9223372036854775807 AND (updated_at >= {start} OR open = 1)
   AND (repo_id, number) NOT IN ask_doubted
 GROUP BY repo_id
