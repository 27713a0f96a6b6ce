-- v_issue_state, v_pull_request_state with --history snapshot: the same
-- columns as with events, from each item's newest row alone. It was open on
-- [created_at, closed_at), and that is the one stretch.
CREATE TEMP VIEW v_issue_state AS
SELECT repo_id, number, actor_id, created_at, created_at AS opened_at,
       closed_at AS ended_at, 1 AS closed,
       CAST(NULL AS INTEGER) AS closed_until, state_reason AS reason
  FROM v_item
 WHERE kind = 1;

CREATE TEMP VIEW v_pull_request_state AS
SELECT repo_id, number, actor_id, created_at, created_at AS opened_at,
       closed_at AS ended_at, 1 AS closed,
       CAST(NULL AS INTEGER) AS closed_until, merged_at
  FROM v_item
 WHERE kind = 2;
