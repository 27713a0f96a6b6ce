-- An account as REST has named it in the record at hand. A record that tells no
-- type takes none away.
INSERT INTO account (host, forge_id, login, type)
VALUES (:host, :forge_id, :login, :type)
ON CONFLICT (host, forge_id) DO UPDATE SET
       login = excluded.login,
       type = coalesce(excluded.type, type),
       told_at = NULL,
       source = NULL
 WHERE CASE WHEN login IS NOT excluded.login
              OR type IS NOT coalesce(excluded.type, type)
              OR source IS NOT NULL
            THEN digest_moved(2, login, excluded.login,
                                 type, coalesce(excluded.type, type),
                                 told_at, NULL, source, NULL) END;
