-- A repository by the store's own number.
SELECT repo_id, forge_id, full_name, default_branch, created_at, pushed_at,
       has_issues, archived, fork, pulls_disabled, unknown, source,
       coalesce(told_at,
                (SELECT s.synced_at
                   FROM stream AS s
                  WHERE s.repo_id = repo.repo_id
                    AND s.stream = 'repository'))
  FROM repo
 WHERE repo_id = :repo_id;
