-- v_issue_state, v_pull_request_state with --history snapshot: the same
-- columns as with events, from each item's newest row alone. It was open on
-- [created_at, closed_at), and that is the one stretch.
CREATE TEMP VIEW v_issue_state AS
SELECT i.repo_id, i.number, i.author_id AS actor_id, i.created_at,
       i.created_at AS opened_at, i.closed_at AS ended_at, 1 AS closed,
       CAST(NULL AS INTEGER) AS closed_until
  FROM temp.ask_repo AS r
 CROSS JOIN main.item AS i ON i.repo_id = r.repo_id
 WHERE i.kind = 1;

CREATE TEMP VIEW v_pull_request_state AS
SELECT i.repo_id, i.number, i.author_id AS actor_id, i.created_at,
       i.created_at AS opened_at, i.closed_at AS ended_at, 1 AS closed,
       CAST(NULL AS INTEGER) AS closed_until
  FROM temp.ask_repo AS r
 CROSS JOIN main.item AS i ON i.repo_id = r.repo_id
 WHERE i.kind = 2;
