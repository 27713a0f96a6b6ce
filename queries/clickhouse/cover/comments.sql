-- The comments since an instant, as queries/store/count-comments.sql.
SELECT repo_id, no, count() AS rows
  FROM {answer}
   ALL INNER JOIN (SELECT repo_id, no, starts_at FROM ask_count) AS counted
   USING repo_id
PREWHERE (repo_id, generation) IN ask_repo AND kind = 1
 WHERE occurred_at >= starts_at
 GROUP BY repo_id, no
