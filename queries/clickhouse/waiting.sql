-- columns: repo_id Int64, issues Int64, pulls Int64, untold Int64, since Int64, unread Int64
-- What waits for an answer in each repository before {to}
-- (queries/lifecycle/waiting.sql): issues, pull requests, and those of both that
-- may have been answered; when the oldest of the sure ones was opened
-- (9223372036854775807: there is none); the last instant at which anything may
-- have been answered without being read (-9223372036854775808: there is none).
-- Beside ask_maintainer: ask_comments(repo_id Int64, comments_from Int64), one row a
-- repository, and ask_doubted(repo_id Int64, number Int64), the items of which
-- anything could not be read. SQLite looks at the items twice; here each stretch
-- tells both, as the greatest instant is the same however often it is told.
SELECT repo_id, toInt64(sum(items * (waits AND sure AND kind = 1))) AS issues,
       toInt64(sum(items * (waits AND sure AND kind = 2))) AS pulls,
       toInt64(sum(items * (waits AND NOT sure))) AS untold,
       min(waits AND sure ? oldest : toInt64(9223372036854775807)) AS since,
       max(last) AS unread
  FROM (
	WITH kind = 1
	       OR updated_at > 0
	          AND (updated_at <= created_at
	               OR bitAnd(detail_parts, 1) != 0
	                  AND detail_updated_at >= updated_at) AS reviews_read,
	       updated_at > 0
	       AND (comments = 0 AND bitAnd(unknown, 4) = 0
	            OR bitAnd(detail_parts, 2) != 0
	               AND detail_updated_at >= updated_at) AS comments_read,
	       least(updated_at = 0 ? toInt64({to}) : updated_at,
	             toInt64({to} - 1)) AS touched_at
	SELECT repo_id, kind,
	       s_opened_at < {to} AND s_ended_at >= {to}
	       AND created_at < {to} - {recent_s} AND shown_until >= {to}
	       AND (repo_id, author_id) NOT IN ask_maintainer
	       AND author_id NOT IN ask_bot
	       AND NOT arrayExists((at, by) -> at < {to}
	                   AND (by = toInt64(-9223372036854775808)
	                        OR by IN ask_ghost OR by NOT IN ask_bot),
	               arrayConcat(early_at, answered_at),
	               arrayConcat(early_by, answered_by)) AS waits,
	       reviews_read AND (comments_read OR created_at >= comments_from)
	       AND (repo_id, number) NOT IN ask_doubted AS sure,
	       max(greatest(
	               reviews_read ? toInt64(-9223372036854775808) : touched_at,
	               comments_read OR created_at >= comments_from
	               ? toInt64(-9223372036854775808)
	               : least(touched_at, comments_from - 1))) AS last,
	       min(created_at) AS oldest, count() AS items
	  FROM {stretch}
	   ANY LEFT JOIN ask_comments USING repo_id
	PREWHERE (repo_id, generation) IN ask_repo AND created_at < {to}
	 GROUP BY repo_id, kind, waits, sure
  )
 GROUP BY repo_id;
