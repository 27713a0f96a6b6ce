-- A repository by the store's own number.
SELECT repo_id, forge_id, full_name, default_branch, created_at, pushed_at,
       has_issues, archived, fork, pulls_disabled, unknown
  FROM repo
 WHERE repo_id = :repo_id;
