-- rows: durations cohort
-- A pull request is told by two rows, its own and the one of its reviews, which
-- are united by its number.
SELECT repo_id, window_no, max(started) AS began_at, min(reviewed) AS ended_at,
       toInt64(1) AS weight, left_out, toUInt8(1) AS fate, '' AS why
  FROM (
	SELECT repo_id, toInt64({window_of:created_at}) AS window_no, number,
	       started_at AS started, toInt64(9223372036854775807) AS reviewed,
	       materialize(author_id IN ask_left_out) AS left_out
	  FROM {item}
	PREWHERE (repo_id, generation) IN ask_repo AND kind = 2
               AND shown_until >= {to}
	               AND created_at >= {from} AND created_at < {to}
	 WHERE answers_read
	   AND started_at < arrayElement({ends}, window_no + 1)
	UNION ALL
	SELECT repo_id, toInt64({window_of:item_created_at}) AS window_no,
	       number, min(started_at) AS started, min(occurred_at) AS reviewed,
	       materialize(item_author_id IN ask_left_out) AS left_out
	  FROM {answer}
	PREWHERE (repo_id, generation) IN ask_repo AND item_kind = 2
               AND kind = 2
	               AND item_created_at >= {from} AND item_created_at < {to}
	 WHERE shown_until >= {to} AND answers_read
	   AND occurred_at >= started_at
	   AND occurred_at < arrayElement({ends}, window_no + 1)
	   AND author_id NOT IN ask_bot
	   AND (author_id = -9223372036854775808
	        OR author_id IN ask_ghost OR author_id != item_author_id)
	 GROUP BY repo_id, window_no, number, left_out
  )
 GROUP BY repo_id, window_no, number, left_out;
