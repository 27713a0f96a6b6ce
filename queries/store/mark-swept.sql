-- A sweep has met the item.
UPDATE item SET swept_at = :at
 WHERE repo_id = :repo_id AND number = :number
   AND digest_moved(17, swept_at, :at);
