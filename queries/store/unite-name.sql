-- As which repository another store has met a name, and from when to when; as it
-- was spelt later.
INSERT INTO repo_name (host, full_name, forge_id, first_seen, last_seen)
VALUES (:host, :full_name, :forge_id, :first_seen, :last_seen)
ON CONFLICT (host, full_name, forge_id) DO UPDATE SET
       full_name = CASE WHEN excluded.last_seen > last_seen
                        THEN excluded.full_name ELSE full_name END,
       first_seen = min(first_seen, excluded.first_seen),
       last_seen = max(last_seen, excluded.last_seen)
 WHERE CASE WHEN excluded.first_seen < first_seen
                 OR excluded.last_seen > last_seen
            THEN digest_gone(host, full_name, forge_id, first_seen, last_seen)
                 AND digest_came(host,
                                 CASE WHEN excluded.last_seen > last_seen
                                      THEN excluded.full_name
                                      ELSE full_name END,
                                 forge_id,
                                 min(first_seen, excluded.first_seen),
                                 max(last_seen, excluded.last_seen)) END;
