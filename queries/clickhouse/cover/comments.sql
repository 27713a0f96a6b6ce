-- The comments since {start}, as queries/store/count-comments.sql.
SELECT repo_id, count() AS rows
  FROM {answer}
 WHERE (repo_id, generation) IN ask_repo AND kind = 1
   AND occurred_at >= {start}
 GROUP BY repo_id
