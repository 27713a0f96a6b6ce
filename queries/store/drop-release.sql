-- A release was deleted.
DELETE FROM release
 WHERE repo_id = :repo_id AND forge_id = :forge_id
   AND digest_gone(repo_id, forge_id, tag_name, name, author_id, draft,
                   prerelease, created_at, published_at, told_at, source,
                   sources);
