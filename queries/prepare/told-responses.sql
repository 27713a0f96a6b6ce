-- The answers as they stand.
CREATE TEMP VIEW told_response AS
SELECT repo_id, number, kind, occurred_at, forge_id, actor_id, state
  FROM main.response;
