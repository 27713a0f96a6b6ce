-- What each repository takes up: the pages of the large tables and of their
-- indexes, shared out by rows; in the order of list-repos. SQLite need not have
-- been built with dbstat.
WITH size (name, bytes) AS (
	SELECT s.tbl_name, sum(d.pgsize)
	  FROM dbstat('main', 1) AS d
	  JOIN sqlite_schema AS s ON s.name = d.name
	 GROUP BY s.tbl_name
), held (name, repo_id, rows) AS (
	SELECT 'item', repo_id, count(*) FROM item GROUP BY repo_id
	UNION ALL
	SELECT 'event', repo_id, count(*) FROM event GROUP BY repo_id
	UNION ALL
	SELECT 'response', repo_id, count(*) FROM response GROUP BY repo_id
	UNION ALL
	SELECT 'item_detail', repo_id, count(*) FROM item_detail GROUP BY repo_id
	UNION ALL
	SELECT 'item_label', repo_id, count(*) FROM item_label GROUP BY repo_id
	UNION ALL
	SELECT 'pull_base', repo_id, count(*) FROM pull_base GROUP BY repo_id
	UNION ALL
	SELECT 'release', repo_id, count(*) FROM release GROUP BY repo_id
	UNION ALL
	SELECT 'git_commit', repo_id, count(*) FROM git_commit GROUP BY repo_id
	UNION ALL
	SELECT 'git_author', repo_id, count(*) FROM git_author GROUP BY repo_id
	UNION ALL
	SELECT 'git_tag', repo_id, count(*) FROM git_tag GROUP BY repo_id
	UNION ALL
	SELECT 'listed_commit', repo_id, count(*)
	  FROM listed_commit
	 GROUP BY repo_id
	UNION ALL
	SELECT 'gate_pass', repo_id, count(*) FROM gate_pass GROUP BY repo_id
	UNION ALL
	SELECT 'alert_turn', repo_id, count(*) FROM alert_turn GROUP BY repo_id
), total (name, rows) AS (
	SELECT name, sum(rows) FROM held GROUP BY name
), share (repo_id, bytes) AS (
	SELECT h.repo_id, sum(s.bytes * h.rows / t.rows)
	  FROM held AS h
	  JOIN total AS t ON t.name = h.name
	  JOIN size AS s ON s.name = h.name
	 GROUP BY h.repo_id
)
SELECT r.repo_id, coalesce(s.bytes, 0) AS bytes
  FROM repo AS r
  LEFT JOIN share AS s ON s.repo_id = r.repo_id
 ORDER BY r.host, r.full_name COLLATE NOCASE, r.repo_id;
