-- An account as it was named in the record at hand. A record that tells no
-- type takes none away.
INSERT INTO account (host, forge_id, login, type)
VALUES (:host, :forge_id, :login, :type)
ON CONFLICT (host, forge_id) DO UPDATE SET
       login = excluded.login,
       type = coalesce(excluded.type, type)
 WHERE login IS NOT excluded.login
    OR type IS NOT coalesce(excluded.type, type);
