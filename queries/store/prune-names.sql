-- What is only known by name.
DELETE FROM repo_name
 WHERE CASE WHEN (host, forge_id) NOT IN (SELECT host, forge_id FROM repo)
            THEN digest_gone(host, full_name, forge_id, first_seen,
                             last_seen) END;
