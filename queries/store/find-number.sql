-- A repository by its forge's number.
SELECT repo_id, forge_id, full_name, default_branch, created_at, pushed_at,
       has_issues, archived, fork
  FROM repo
 WHERE host = :host AND forge_id = :forge_id;
