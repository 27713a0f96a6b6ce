-- v_repo: the repositories asked for. git_read: whether a local clone was
-- read; created_at and has_issues are NULL where no source has told them.
-- documentation_source: where v_documentation is from, 'git' or 'rest'.
-- group_id: of repositories that are asked about as one, the repo_id under
-- which the commits of all of them are found; else its own.
-- Views join with ON, not USING: SQLite tells the authorizer only then
-- that ask_repo is read through a view.
CREATE TEMP VIEW v_repo AS
SELECT r.repo_id, r.host, r.full_name,
       CASE WHEN r.unknown & 1 THEN NULL ELSE r.created_at END AS created_at,
       CASE WHEN r.unknown & 2 THEN NULL ELSE r.has_issues END AS has_issues,
       EXISTS (SELECT 1
                 FROM main.git_head AS h
                WHERE h.repo_id = r.repo_id) AS git_read,
       (SELECT d.source
          FROM temp.ask_documented AS d
         WHERE d.repo_id = r.repo_id) AS documentation_source,
       a.pool_id AS group_id
  FROM temp.ask_repo AS a
 CROSS JOIN main.repo AS r ON r.repo_id = a.repo_id;
