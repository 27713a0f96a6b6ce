-- v_pull_request, v_issue: one row an item of the repositories asked for.
-- actor_id is the author, NULL for a deleted account. CROSS JOIN, here and in
-- the other views, is SQLite's way to say that the repositories come first: a
-- store may hold thousands that were not asked for.
CREATE TEMP VIEW v_pull_request AS
SELECT i.repo_id, i.number, i.title, i.author_id AS actor_id, i.draft,
       i.created_at, i.closed_at, i.merged_at
  FROM temp.ask_repo AS r
 CROSS JOIN main.item AS i ON i.repo_id = r.repo_id
 WHERE i.kind = 2;

CREATE TEMP VIEW v_issue AS
SELECT i.repo_id, i.number, i.title, i.author_id AS actor_id,
       i.state_reason, i.created_at, i.closed_at
  FROM temp.ask_repo AS r
 CROSS JOIN main.item AS i ON i.repo_id = r.repo_id
 WHERE i.kind = 1;
