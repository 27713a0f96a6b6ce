-- v_issue_state, v_pull_request_state with --history events: one row for each
-- stretch of time that an item was open, replayed from its events. It was open
-- on [opened_at, ended_at); ended_at NULL: to this day. `closed` tells whether
-- a close ended it (1) or it became a discussion (0); it was closed on
-- [ended_at, closed_until).
CREATE TEMP VIEW v_issue_state AS
SELECT repo_id, number, actor_id, created_at, opened_at, ended_at, closed,
       closed_until
  FROM temp.open_stretch
 WHERE kind = 1;

CREATE TEMP VIEW v_pull_request_state AS
SELECT repo_id, number, actor_id, created_at, opened_at, ended_at, closed,
       closed_until
  FROM temp.open_stretch
 WHERE kind = 2;
