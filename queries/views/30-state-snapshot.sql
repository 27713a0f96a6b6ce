-- v_issue_state, v_pull_request_state with --history snapshot: the same
-- columns as with events, from each item's newest row alone. It was open on
-- [created_at, closed_at), and that is the one stretch. One that has vanished
-- is neither open nor closed from then on.
CREATE TEMP VIEW v_issue_state AS
SELECT repo_id, number, actor_id, created_at, created_at AS opened_at,
       closed_at AS ended_at, gone_at IS NULL OR gone_at > closed_at AS closed,
       gone_at AS closed_until, state_reason AS reason
  FROM v_item
 WHERE kind = 1;

CREATE TEMP VIEW v_pull_request_state AS
SELECT repo_id, number, actor_id, created_at, created_at AS opened_at,
       closed_at AS ended_at, gone_at IS NULL OR gone_at > closed_at AS closed,
       gone_at AS closed_until, merged_at, merge_untold
  FROM v_item
 WHERE kind = 2;
