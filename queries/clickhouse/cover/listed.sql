-- How many commits to the documentation the lists show since {start}, as
-- queries/store/count-listed.sql.
SELECT repo_id, count() AS rows
  FROM {page}
 WHERE (repo_id, generation) IN ask_repo AND committed_at >= {start}
 GROUP BY repo_id
