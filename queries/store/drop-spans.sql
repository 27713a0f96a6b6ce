-- The spans that overlap or touch one, before it takes their place.
DELETE FROM span
 WHERE repo_id = :repo_id AND stream = :stream AND source = :source
   AND CASE WHEN complete = :complete
                 AND starts_at <= :ends_at AND ends_at >= :starts_at
            THEN digest_gone(repo_id, stream, source, starts_at, complete,
                             ends_at) END;
