-- A release of which several sources may tell.
INSERT INTO release (repo_id, forge_id, tag_name, name, author_id, draft,
                     prerelease, created_at, published_at, told_at, source)
VALUES (:repo_id, :forge_id, :tag_name, :name, :author_id, :draft,
        :prerelease, :created_at, :published_at, :told_at, :source)
ON CONFLICT (repo_id, forge_id) DO UPDATE SET
       tag_name = excluded.tag_name,
       name = excluded.name,
       author_id = excluded.author_id,
       draft = excluded.draft,
       prerelease = excluded.prerelease,
       created_at = excluded.created_at,
       published_at = excluded.published_at,
       told_at = excluded.told_at,
       source = excluded.source
 WHERE digest_moved(2, tag_name, excluded.tag_name,
                       name, excluded.name,
                       author_id, excluded.author_id,
                       draft, excluded.draft,
                       prerelease, excluded.prerelease,
                       created_at, excluded.created_at,
                       published_at, excluded.published_at,
                       told_at, excluded.told_at,
                       source, excluded.source);
