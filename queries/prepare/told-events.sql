-- What happened to the items, for the views to read. Of repositories of which
-- REST alone has told, the events as they stand.
CREATE TEMP VIEW told_event AS
SELECT repo_id, number, kind, occurred_at, forge_id, actor_id, reason
  FROM main.event;
