-- An account as another source than REST has named it: what REST said stays. Of
-- others the one that tells the type counts; then one whose login fits its type,
-- as it ends in [bot] for bots alone; then one that is no bot, as a person never
-- becomes one; then the later day, then the better source.
INSERT INTO account (host, forge_id, login, type, told_at, source)
VALUES (:host, :forge_id, :login, :type, :told_at, :source)
ON CONFLICT (host, forge_id) DO UPDATE SET
       login = excluded.login,
       type = excluded.type,
       told_at = excluded.told_at,
       source = excluded.source
 WHERE CASE WHEN source IS NOT NULL
                 AND (excluded.type IS NOT NULL,
                      excluded.type IS NULL
                      OR (excluded.type = 'Bot')
                         = (lower(substr(excluded.login, -5)) = '[bot]'),
                      excluded.type IS NOT 'Bot',
                      excluded.told_at, -excluded.source, excluded.login,
                      coalesce(excluded.type, ''))
                     > (type IS NOT NULL,
                        type IS NULL
                        OR (type = 'Bot')
                           = (lower(substr(login, -5)) = '[bot]'),
                        type IS NOT 'Bot',
                        told_at, -source, login, coalesce(type, ''))
            THEN digest_moved(2, login, excluded.login,
                                 type, excluded.type,
                                 told_at, excluded.told_at,
                                 source, excluded.source) END;
