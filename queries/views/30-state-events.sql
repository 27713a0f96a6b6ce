-- v_issue_state, v_pull_request_state with --history events: one row for each
-- stretch of time that an item was open, replayed from its events. It was open
-- on [opened_at, ended_at); ended_at NULL: to this day. `closed` tells whether
-- a close ended it (1) or it became a discussion (0); it was closed on
-- [ended_at, closed_until).
CREATE TEMP VIEW v_issue_state AS
SELECT s.repo_id, s.number, s.actor_id, s.created_at, s.opened_at, s.ended_at,
       s.closed, s.closed_until
  FROM temp.ask_repo AS r
 CROSS JOIN temp.open_stretch AS s ON s.repo_id = r.repo_id
 WHERE s.kind = 1;

CREATE TEMP VIEW v_pull_request_state AS
SELECT s.repo_id, s.number, s.actor_id, s.created_at, s.opened_at, s.ended_at,
       s.closed, s.closed_until
  FROM temp.ask_repo AS r
 CROSS JOIN temp.open_stretch AS s ON s.repo_id = r.repo_id
 WHERE s.kind = 2;
