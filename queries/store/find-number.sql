-- A repository by its forge's number; and by whom it was told, and when. What
-- REST told at a time that is not kept was so when it was found current last.
SELECT repo_id, forge_id, full_name, default_branch, created_at, pushed_at,
       has_issues, archived, fork, pulls_disabled, unknown, source,
       coalesce(told_at,
                (SELECT s.synced_at
                   FROM stream AS s
                  WHERE s.repo_id = repo.repo_id
                    AND s.stream = 'repository'))
  FROM repo
 WHERE host = :host AND forge_id = :forge_id;
