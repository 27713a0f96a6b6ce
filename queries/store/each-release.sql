-- The releases of a repository, by whomever they were told.
SELECT forge_id, tag_name, name, author_id, draft, prerelease, created_at,
       published_at, told_at, coalesce(sources, 1), coalesce(source, 0)
  FROM release
 WHERE repo_id = :repo_id;
