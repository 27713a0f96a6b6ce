-- {review_since}: of the pull requests that were opened in a window, the reviews by
-- others from when their wait began to the window's end. It ends in a WHERE, to which
-- a text may add.
{answer}
PREWHERE (repo_id, generation) IN ask_repo AND item_kind = 2 AND kind = 2
               AND item_created_at >= {from} AND item_created_at < {to}
 WHERE shown_until >= {to} AND answers_read AND occurred_at >= started_at
   AND occurred_at < arrayElement({ends}, window_no + 1)
   AND {by_other}
