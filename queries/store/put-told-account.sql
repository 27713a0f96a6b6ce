-- An account as another source than REST has named it: what REST said stays. Of
-- others the one that tells the type counts, then the later day, then the
-- better source.
INSERT INTO account (host, forge_id, login, type, told_at, source)
VALUES (:host, :forge_id, :login, :type, :told_at, :source)
ON CONFLICT (host, forge_id) DO UPDATE SET
       login = excluded.login,
       type = excluded.type,
       told_at = excluded.told_at,
       source = excluded.source
 WHERE CASE WHEN source IS NOT NULL
                 AND (excluded.type IS NOT NULL, excluded.told_at,
                      -excluded.source, excluded.login,
                      coalesce(excluded.type, ''))
                     > (type IS NOT NULL, told_at, -source, login,
                        coalesce(type, ''))
            THEN digest_moved(2, login, excluded.login,
                                 type, excluded.type,
                                 told_at, excluded.told_at,
                                 source, excluded.source) END;
