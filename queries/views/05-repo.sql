-- v_repo: the repositories asked for. Views join with ON, not USING: SQLite
-- tells the authorizer only then that ask_repo is read through a view.
CREATE TEMP VIEW v_repo AS
SELECT r.repo_id, r.host, r.full_name, r.created_at, r.has_issues
  FROM temp.ask_repo AS a
 CROSS JOIN main.repo AS r ON r.repo_id = a.repo_id;
