-- How many commits to the documentation the lists show since an instant, as
-- queries/store/count-listed.sql.
SELECT repo_id, no, count() AS rows
  FROM {page}
   ALL INNER JOIN (SELECT repo_id, no, starts_at FROM ask_count) AS counted
   USING repo_id
PREWHERE (repo_id, generation) IN ask_repo
 WHERE committed_at >= starts_at
 GROUP BY repo_id, no
