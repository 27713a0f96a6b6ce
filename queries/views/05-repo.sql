-- v_repo: the repositories asked for. git_read: whether a local clone was
-- read. documentation_source: where v_documentation is from, 'git' or 'rest'.
-- Views join with ON, not USING: SQLite tells the authorizer only then
-- that ask_repo is read through a view.
CREATE TEMP VIEW v_repo AS
SELECT r.repo_id, r.host, r.full_name, r.created_at, r.has_issues,
       EXISTS (SELECT 1
                 FROM main.git_head AS h
                WHERE h.repo_id = r.repo_id) AS git_read,
       (SELECT d.source
          FROM temp.ask_documented AS d
         WHERE d.repo_id = r.repo_id) AS documentation_source
  FROM temp.ask_repo AS a
 CROSS JOIN main.repo AS r ON r.repo_id = a.repo_id;
