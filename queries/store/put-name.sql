-- The forge has answered to a name as that repository. What is as it was is not
-- written: a run that writes nothing has no log to sync.
INSERT INTO repo_name (host, full_name, forge_id, first_seen, last_seen)
VALUES (:host, :full_name, :forge_id, :first_seen, :last_seen)
ON CONFLICT (host, full_name, forge_id) DO UPDATE SET
       full_name = excluded.full_name,
       first_seen = min(first_seen, excluded.first_seen),
       last_seen = excluded.last_seen
 WHERE (full_name <> excluded.full_name COLLATE BINARY
        OR first_seen > excluded.first_seen
        OR last_seen <> excluded.last_seen)
       AND digest_gone(host, full_name, forge_id, first_seen, last_seen)
       AND digest_came(host, excluded.full_name, forge_id,
                       min(first_seen, excluded.first_seen),
                       excluded.last_seen);
