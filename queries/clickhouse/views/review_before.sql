-- {review_before}: of the pull requests that were merged in a window, the reviews by
-- others until the merge. It ends in a WHERE, to which a text may add.
{answer}
PREWHERE (repo_id, generation) IN ask_repo AND item_kind = 2 AND kind = 2
               AND item_merged_at >= {from} AND item_merged_at < {to}
 WHERE shown_until >= {to} AND answers_read
   AND item_created_at < arrayElement({ends}, window_no + 1)
   AND occurred_at <= item_merged_at
   AND {by_other}
