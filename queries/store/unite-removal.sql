-- What another store says was deleted; and was taken back, if either says so.
INSERT INTO removal (repo_id, kind, forge_id, removed_at, source, taken_back)
VALUES (:repo_id, :kind, :forge_id, :removed_at, :source, :taken_back)
ON CONFLICT (repo_id, kind, forge_id, removed_at) DO UPDATE SET
       source = min(source, excluded.source),
       taken_back = coalesce(taken_back, excluded.taken_back)
 WHERE CASE WHEN excluded.source < source
                 OR taken_back IS NULL AND excluded.taken_back IS NOT NULL
            THEN digest_moved(4, source, min(source, excluded.source),
                                 taken_back,
                                 coalesce(taken_back, excluded.taken_back))
            END;
