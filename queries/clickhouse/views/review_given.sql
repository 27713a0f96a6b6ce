-- {review_given}: each review of a pull request of somebody else that was opened or
-- merged in the window of the review, by an account that has a login and stands for
-- no deleted ones.
{answer}
PREWHERE (repo_id, generation) IN ask_repo AND item_kind = 2 AND kind = 2
               AND occurred_at >= {from} AND occurred_at < {to}
 WHERE shown_until >= {to} AND named AND author_id NOT IN ask_ghost
   AND author_id != item_author_id
   AND (item_created_at >= arrayElement({starts}, window_no + 1)
        AND item_created_at < arrayElement({ends}, window_no + 1)
        OR item_merged_at >= arrayElement({starts}, window_no + 1)
           AND item_merged_at < arrayElement({ends}, window_no + 1))
