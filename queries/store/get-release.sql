-- A release as it is stored. What REST told at a time that is not kept was so
-- when its list was found current last.
SELECT r.tag_name, r.name, r.author_id, r.draft, r.prerelease, r.created_at,
       r.published_at, r.source,
       coalesce(r.told_at,
                (SELECT s.synced_at
                   FROM stream AS s
                  WHERE s.repo_id = r.repo_id AND s.stream = 'releases')),
       coalesce(r.sources, 1)
  FROM release AS r
 WHERE r.repo_id = :repo_id AND r.forge_id = :forge_id;
