-- The repository that goes by a name; the newest, should a name have been
-- taken over.
SELECT repo_id, forge_id, full_name, default_branch, created_at, pushed_at,
       has_issues, archived, fork
  FROM repo
 WHERE host = :host AND full_name = :full_name COLLATE NOCASE
 ORDER BY repo_id DESC
 LIMIT 1;
