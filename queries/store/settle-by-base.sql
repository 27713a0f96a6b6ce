-- Fills in what the list of pull requests tells of merges that the list of
-- issues does not: of this close, or for ever.
UPDATE item
   SET merged_at = b.merged_at, merge_untold = 0
  FROM pull_base AS b
 WHERE item.repo_id = :repo_id AND item.merge_untold = 1
   AND b.repo_id = item.repo_id AND b.number = item.number
   AND CASE WHEN item.merge_untold = 1 AND b.told
                 AND (b.merged_at IS NOT NULL
                      OR b.closed_at = item.closed_at)
            THEN digest_row_moved(item.number, 15, item.merged_at,
                                  b.merged_at)
                 AND digest_row_moved(item.number, 18, item.merge_untold, 0)
            END;
