-- All names of a repository.
DELETE FROM repo_name
 WHERE CASE WHEN (host, forge_id) = (SELECT host, forge_id
                                       FROM repo WHERE repo_id = :repo_id)
            THEN digest_gone(host, full_name, forge_id, first_seen,
                             last_seen) END;
