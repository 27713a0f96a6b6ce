-- The items that have changed since an instant, and those that are open; without
-- those that could not be read. As queries/store/count-items.sql.
SELECT repo_id, no, count() AS rows
  FROM {item}
   ALL INNER JOIN (SELECT repo_id, no, starts_at FROM ask_count) AS counted
   USING repo_id
PREWHERE (repo_id, generation) IN ask_repo AND kind IN (1, 2)
 WHERE gone_at = 9223372036854775807 AND (updated_at >= starts_at OR open = 1)
   AND (repo_id, number) NOT IN ask_doubted
 GROUP BY repo_id, no
