-- A repository, as it is from here on.
INSERT INTO repo (host, forge_id, full_name, default_branch, created_at,
                  pushed_at, has_issues, archived, fork, pulls_disabled,
                  told_at, source, unknown)
VALUES (:host, :forge_id, :full_name, :default_branch, :created_at,
        :pushed_at, :has_issues, :archived, :fork, :pulls_disabled,
        :told_at, :source, :unknown)
ON CONFLICT (host, forge_id) DO UPDATE SET
       full_name = excluded.full_name,
       default_branch = excluded.default_branch,
       created_at = excluded.created_at,
       pushed_at = excluded.pushed_at,
       has_issues = excluded.has_issues,
       archived = excluded.archived,
       fork = excluded.fork,
       pulls_disabled = excluded.pulls_disabled,
       told_at = excluded.told_at,
       source = excluded.source,
       unknown = excluded.unknown
RETURNING repo_id;
