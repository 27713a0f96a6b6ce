-- v_issue_state, v_pull_request_state with --history events: one row for each
-- stretch of time that an item was open, replayed from its events. It was open
-- on [opened_at, ended_at); ended_at NULL: to this day. `closed` tells whether
-- a close ended it (1) or it became a discussion (0); it was closed on
-- [ended_at, closed_until). The reason of a close is what its event tells; that
-- of the last one also stands in the item's newest row; merge_untold is of the
-- last close, since none before it was a merge.
CREATE TEMP VIEW v_issue_state AS
SELECT s.repo_id, s.number, s.actor_id, s.created_at, s.opened_at, s.ended_at,
       s.closed, s.closed_until,
       coalesce((SELECT e.reason
                   FROM temp.told_event AS e
                  WHERE e.repo_id = s.repo_id AND e.number = s.number
                    AND e.kind = 1 AND e.occurred_at = s.ended_at
                    AND e.reason IS NOT NULL),
                CASE WHEN s.closed_until IS NULL THEN
                    (SELECT i.state_reason
                       FROM temp.told_item AS i
                      WHERE i.repo_id = s.repo_id AND i.number = s.number)
                END) AS reason
  FROM temp.ask_repo AS r
 CROSS JOIN temp.open_stretch AS s ON s.repo_id = r.repo_id
 WHERE s.kind = 1;

CREATE TEMP VIEW v_pull_request_state AS
SELECT s.repo_id, s.number, s.actor_id, s.created_at, s.opened_at, s.ended_at,
       s.closed, s.closed_until,
       (SELECT i.merged_at
          FROM temp.told_item AS i
         WHERE i.repo_id = s.repo_id AND i.number = s.number) AS merged_at,
       coalesce((SELECT i.merge_untold AND i.closed_at <= s.ended_at + 5
                   FROM temp.told_item AS i
                  WHERE i.repo_id = s.repo_id AND i.number = s.number),
                0) AS merge_untold
  FROM temp.ask_repo AS r
 CROSS JOIN temp.open_stretch AS s ON s.repo_id = r.repo_id
 WHERE s.kind = 2;
