-- An account as REST has named it in a store that was synced earlier: what REST
-- has said in this one stays, but for a type that nobody has told here.
INSERT INTO account (host, forge_id, login, type)
VALUES (:host, :forge_id, :login, :type)
ON CONFLICT (host, forge_id) DO UPDATE SET
       login = CASE WHEN source IS NULL THEN login ELSE excluded.login END,
       type = CASE WHEN source IS NULL THEN coalesce(type, excluded.type)
                   ELSE coalesce(excluded.type, type) END,
       told_at = NULL,
       source = NULL
 WHERE CASE WHEN source IS NOT NULL
                 OR type IS NULL AND excluded.type IS NOT NULL
            THEN digest_moved(2, login,
                                 CASE WHEN source IS NULL THEN login
                                      ELSE excluded.login END,
                                 type,
                                 CASE WHEN source IS NULL
                                      THEN coalesce(type, excluded.type)
                                      ELSE coalesce(excluded.type, type) END,
                                 told_at, NULL, source, NULL) END;
