-- columns: repo_id Int64, actor_id Int64, answers Int64, quick Int64
-- The accounts that gave first answers in a repository faster than people do
-- (queries/lifecycle/suspects.sql): at least {least}, and four in five or more before
-- {quick_s} seconds had passed, to what was opened in the window of {from} and {to},
-- which is one here. Whoever asks knows the logins, and leaves out accounts without one.
SELECT repo_id, answerer AS actor_id, toInt64(count()) AS answers,
       toInt64(sum(waited < {quick_s})) AS quick
  FROM (
	SELECT repo_id, {responded} AS responded,
	       responded - started_at AS waited,
	       arrayFirst((by, at) -> at = responded AND by NOT IN ask_bot
	                              AND by != author_id
	                              OR by = toInt64(-9223372036854775808),
	                  arrayPushBack(answered_by,
	                                toInt64(-9223372036854775808)),
	                  arrayPushBack(answered_at, toInt64(0))) AS answerer
	  FROM {item}
	PREWHERE (repo_id, generation) IN ask_repo AND shown_until >= {to}
	               AND created_at >= {from} AND created_at < {to}
	 WHERE answers_read AND author_id NOT IN ask_left_out AND responded < {to}
	   AND answerer != toInt64(-9223372036854775808)
  )
 GROUP BY repo_id, answerer
HAVING answers >= {least} AND 5 * quick >= 4 * answers;
