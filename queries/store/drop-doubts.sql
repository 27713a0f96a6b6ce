-- What is in doubt of a stream.
DELETE FROM doubt
 WHERE repo_id = :repo_id
   AND CASE WHEN stream = :stream
            THEN digest_gone(repo_id, stream, number, name, kind, status, why,
                             asked_at) END;
