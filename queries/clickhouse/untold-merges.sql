-- columns: repo_id Int64, window_no Int64
-- The windows in which a pull request was closed of which nobody says whether it
-- was merged (queries/prepare/untold-merges.sql), without those of authors who are
-- left out, but where roles are told, as these have one, too: a metric told from
-- merges has no number there.
SELECT repo_id, toInt64({window_of:closed_at}) AS window_no
  FROM {item}
PREWHERE (repo_id, generation) IN ask_repo AND merge_untold
               AND closed_at >= {from} AND closed_at < {to}
 WHERE shown_until >= {to}
   AND (author_id NOT IN ask_left_out OR {role} > 0)
   AND created_at < arrayElement({ends}, window_no + 1)
 GROUP BY repo_id, window_no;
