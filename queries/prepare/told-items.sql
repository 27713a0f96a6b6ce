-- The items as their rows stand.
CREATE TEMP VIEW told_item AS
SELECT repo_id, number, kind,
       CASE WHEN unknown & 1 THEN NULL ELSE title END AS title,
       author_id, draft, state_reason, created_at, closed_at, merged_at,
       merge_untold, gone_at
  FROM main.item;
