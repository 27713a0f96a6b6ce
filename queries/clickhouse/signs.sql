-- columns: repo_id Int64, sign Int64, at Int64, many Int64
-- Signs of life before {to} (queries/lifecycle/signs.sql), one a row and those that
-- there are. sign: 0 the first commit of all, at; 1 the last commit, at; 2 commits
-- of the stretch of {recent_s} seconds number `at` before the end: many; 3 the last
-- merge, at, and how many were recent; 4 the last that may have been a merge, at;
-- 5 the last release, at, and how many in a year; 6 the same of tags, which count
-- where there is no row 5; 7 the last reply of a maintainer to others, at, and how
-- many were recent; 8 how many replies in a year: many.
SELECT repo_id, toInt64(0) AS sign, min(committed_at) AS at,
       toInt64(0) AS many
  FROM {commit}
PREWHERE (repo_id, generation) IN ask_repo AND merge = 0
 GROUP BY repo_id
UNION ALL
SELECT repo_id, toInt64(1) AS sign, max(committed_at) AS at,
       toInt64(0) AS many
  FROM {commit}
PREWHERE (repo_id, generation) IN ask_repo AND merge = 0
 WHERE committed_at < {to} AND (repo_id, author_id) NOT IN ask_left_author
 GROUP BY repo_id
UNION ALL
SELECT repo_id, toInt64(2) AS sign,
       toInt64(intDiv({to} - 1 - committed_at, {recent_s})) AS at,
       toInt64(count()) AS many
  FROM {commit}
PREWHERE (repo_id, generation) IN ask_repo AND merge = 0
               AND committed_at >= {to} - 5 * {recent_s} AND committed_at < {to}
 WHERE (repo_id, author_id) NOT IN ask_left_author
 GROUP BY repo_id, at
UNION ALL
SELECT repo_id, toInt64(3) AS sign, max(last) AS at, sum(recent) AS many
  FROM (
	SELECT repo_id, max(merged_at) AS last,
	       toInt64(sum(merged_at >= {to} - {recent_s})) AS recent
	  FROM {item}
	PREWHERE (repo_id, generation) IN ask_repo AND kind = 2
	               AND merged_at < {to}
	 WHERE shown_until >= {to} AND author_id NOT IN ask_left_out
	 GROUP BY repo_id
	UNION ALL
	-- A clone that has no forge tells of a merge by its commit alone.
	SELECT repo_id, max(committed_at) AS last,
	       toInt64(sum(committed_at >= {to} - {recent_s})) AS recent
	  FROM {commit}
	PREWHERE (repo_id, generation) IN ask_repo AND merge = 1
	               AND committed_at < {to}
	 WHERE (repo_id, author_id) NOT IN ask_left_author
	   AND repo_id IN (SELECT repo_id FROM ask_known WHERE local)
	 GROUP BY repo_id
  )
 GROUP BY repo_id
UNION ALL
SELECT repo_id, toInt64(4) AS sign, max(closed_at) AS at, toInt64(0) AS many
  FROM {item}
PREWHERE (repo_id, generation) IN ask_repo AND merge_untold
               AND closed_at < {to} AND created_at < {to}
 WHERE shown_until >= {to} AND author_id NOT IN ask_left_out
 GROUP BY repo_id
UNION ALL
SELECT repo_id, toInt64(5) AS sign, max(published_at) AS at,
       toInt64(sum(published_at >= {to} - {year_s})) AS many
  FROM {release}
 WHERE (repo_id, generation) IN ask_repo AND published_at < {to}
 GROUP BY repo_id
UNION ALL
SELECT repo_id, toInt64(6) AS sign, max(tagged_at) AS at,
       toInt64(sum(tagged_at >= {to} - {year_s})) AS many
  FROM {tag}
 WHERE (repo_id, generation) IN ask_repo AND tagged_at < {to}
 GROUP BY repo_id
UNION ALL
SELECT repo_id, sign, last AS at, many
  FROM (
	SELECT repo_id, max(occurred_at) AS last,
	       toInt64(sum(occurred_at >= {to} - {recent_s})) AS recent,
	       toInt64(sum(occurred_at >= {to} - {year_s})) AS in_year
	  FROM {answer}
	PREWHERE (repo_id, generation) IN ask_repo AND occurred_at < {to}
	 WHERE shown_until >= {to} AND author_id != item_author_id
	   AND (repo_id, author_id) IN ask_maintainer
	   AND author_id NOT IN ask_bot
	 GROUP BY repo_id
  )
 ARRAY JOIN [toInt64(7), toInt64(8)] AS sign, [recent, in_year] AS many;
