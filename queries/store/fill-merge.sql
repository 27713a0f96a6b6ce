-- A row that is older than the newest, but tells of the merge that the newest
-- does not tell of: a merge is for ever, and the same close is no other one.
UPDATE item
   SET merged_at = :merged_at, merge_untold = 0
 WHERE repo_id = :repo_id AND number = :number
   AND CASE WHEN merge_untold = 1
                 AND (:merged_at IS NOT NULL OR closed_at = :closed_at)
            THEN digest_moved(15, merged_at, :merged_at)
                 AND digest_moved(18, merge_untold, 0) END;
