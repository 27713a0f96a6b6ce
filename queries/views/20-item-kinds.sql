-- v_issue, v_pull_request: the items of each kind, as v_item has them.
CREATE TEMP VIEW v_issue AS
SELECT repo_id, number, title, actor_id, state_reason, created_at, closed_at,
       gone_at
  FROM v_item
 WHERE kind = 1;

CREATE TEMP VIEW v_pull_request AS
SELECT repo_id, number, title, actor_id, draft, created_at, closed_at,
       merged_at, merge_untold, gone_at
  FROM v_item
 WHERE kind = 2;
