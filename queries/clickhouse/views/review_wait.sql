-- {review_wait}: each pull request that was opened in a window, but for one that was a
-- draft until then, as a row that a review can be united with by its number.
SELECT repo_id, toInt64({window_of:created_at}) AS window_no, number,
       started_at AS started, toInt64(9223372036854775807) AS reviewed,
       materialize({who}) AS left_out
  FROM {item}
PREWHERE (repo_id, generation) IN ask_repo AND kind = 2
               AND shown_until >= {to}
               AND created_at >= {from} AND created_at < {to}
 WHERE answers_read
   AND started_at < arrayElement({ends}, window_no + 1)
