-- The item has vanished: it is neither open nor closed from then on. Of two
-- that tell of it the earlier counts.
UPDATE item
   SET gone_at = :at,
       closed_at = coalesce(nullif(closed_at, gone_at), :at),
       open = 0
 WHERE repo_id = :repo_id AND number = :number
   AND CASE WHEN gone_at IS NULL OR gone_at > :at
            THEN digest_moved(8, open, 0)
                 AND digest_moved(14, closed_at,
                                  coalesce(nullif(closed_at, gone_at), :at))
                 AND digest_moved(16, gone_at, :at) END;
