-- The item has vanished: it is neither open nor closed from then on.
UPDATE item
   SET gone_at = :at,
       closed_at = coalesce(closed_at, :at),
       open = 0
 WHERE repo_id = :repo_id AND number = :number AND gone_at IS NULL;
