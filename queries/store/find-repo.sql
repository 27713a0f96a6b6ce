-- The repository that goes by a name; the one that answered to it last, should
-- it have been taken over.
SELECT repo_id, forge_id, full_name, default_branch, created_at, pushed_at,
       has_issues, archived, fork, pulls_disabled
  FROM repo
 WHERE host = :host AND full_name = :full_name COLLATE NOCASE
 ORDER BY (SELECT synced_at
             FROM stream
            WHERE stream.repo_id = repo.repo_id AND stream = 1) DESC,
          repo_id DESC
 LIMIT 1;
