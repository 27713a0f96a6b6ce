-- What was found of a stream since then was none.
DELETE FROM doubt
 WHERE repo_id = :repo_id AND stream = :stream
   AND CASE WHEN asked_at >= :since
            THEN digest_gone(repo_id, stream, number, name, kind, status, why,
                             asked_at) END;
