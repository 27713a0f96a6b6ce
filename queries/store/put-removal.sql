-- Something was deleted. Told again it changes nothing, but for a better
-- source.
INSERT INTO removal (repo_id, kind, forge_id, removed_at, source)
VALUES (:repo_id, :kind, :forge_id, :removed_at, :source)
ON CONFLICT (repo_id, kind, forge_id, removed_at) DO UPDATE SET
       source = excluded.source
 WHERE CASE WHEN excluded.source < source
            THEN digest_moved(4, source, excluded.source) END;
