-- A release as its forge describes it now.
INSERT INTO release (repo_id, forge_id, tag_name, name, author_id, draft,
                     prerelease, created_at, published_at)
VALUES (:repo_id, :forge_id, :tag_name, :name, :author_id, :draft,
        :prerelease, :created_at, :published_at)
ON CONFLICT (repo_id, forge_id) DO UPDATE SET
       tag_name = excluded.tag_name,
       name = excluded.name,
       author_id = excluded.author_id,
       draft = excluded.draft,
       prerelease = excluded.prerelease,
       created_at = excluded.created_at,
       published_at = excluded.published_at
 WHERE digest_moved(2, tag_name, excluded.tag_name,
                       name, excluded.name,
                       author_id, excluded.author_id,
                       draft, excluded.draft,
                       prerelease, excluded.prerelease,
                       created_at, excluded.created_at,
                       published_at, excluded.published_at);
