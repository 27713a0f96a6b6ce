-- When the items were drafts.
SELECT repo_id, number, drafted_at,
       ifnull(readied_at, 9223372036854775807) AS readied_at
  FROM temp.ask_draft
 ORDER BY repo_id, number, drafted_at;
