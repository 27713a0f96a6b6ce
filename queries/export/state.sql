-- The rows of the table `state`: of small tables every column, in the order of
-- queries/schema/new.sql, as a JSON array. Blobs are hexadecimal. Nothing that was got
-- with a token's ETag is told, and no title.
--
-- Of names all are there that the repository ever had, and to whom else they led.
-- `item` has the items that are in doubt or may be. `count` has how many records of
-- a stream the store holds, as store/count-rows.sql counts them; of none there is no
-- row.
WITH told (repo_id, part, row) AS (
	SELECT r.repo_id, 'repo',
	       json_array(r.repo_id, r.host, r.forge_id, r.full_name,
	                  r.default_branch, r.created_at, r.pushed_at,
	                  r.has_issues, r.archived, r.fork, r.pulls_disabled,
	                  r.told_at, r.source, r.unknown)
	  FROM temp.ask_repo AS q
	 CROSS JOIN main.repo AS r ON r.repo_id = q.repo_id
	UNION ALL
	SELECT r.repo_id, 'repo_name',
	       json_array(o.host, o.full_name, o.forge_id, o.first_seen,
	                  o.last_seen)
	  FROM temp.ask_repo AS q
	 CROSS JOIN main.repo AS r ON r.repo_id = q.repo_id
	 CROSS JOIN temp.ask_name AS n
	    ON n.host = r.host AND n.forge_id = r.forge_id
	 CROSS JOIN main.repo_name AS o
	    ON o.host = n.host AND o.full_name = n.full_name
	UNION ALL
	SELECT s.repo_id, 'stream',
	       json_array(s.repo_id, s.stream, s.finished, NULL, s.watermark,
	                  s.since, s.synced_at, s.note, s.walk_next, NULL,
	                  s.walk_newest, NULL, NULL)
	  FROM temp.ask_repo AS q
	 CROSS JOIN main.stream AS s ON s.repo_id = q.repo_id
	UNION ALL
	SELECT s.repo_id, 'span',
	       json_array(s.repo_id, s.stream, s.source, s.starts_at,
	                  s.complete, s.ends_at)
	  FROM temp.ask_repo AS q
	 CROSS JOIN main.span AS s ON s.repo_id = q.repo_id
	UNION ALL
	SELECT d.repo_id, 'doubt',
	       json_array(d.repo_id, d.stream, d.number, d.name, d.kind,
	                  d.status, d.why, d.asked_at)
	  FROM temp.ask_repo AS q
	 CROSS JOIN main.doubt AS d ON d.repo_id = q.repo_id
	UNION ALL
	SELECT l.repo_id, 'listing', json_array(l.repo_id, l.doc_paths)
	  FROM temp.ask_repo AS q
	 CROSS JOIN main.listing AS l ON l.repo_id = q.repo_id
	UNION ALL
	SELECT h.repo_id, 'git_head',
	       json_array(h.repo_id,
	                  CASE WHEN h.sha IS NOT NULL THEN lower(hex(h.sha)) END,
	                  h.ref, h.doc_paths, lower(hex(h.mailmap)),
	                  h.synced_at, h.branch,
	                  CASE WHEN h.stand_ins IS NOT NULL
	                       THEN lower(hex(h.stand_ins)) END, h.unmapped)
	  FROM temp.ask_repo AS q
	 CROSS JOIN main.git_head AS h ON h.repo_id = q.repo_id
	UNION ALL
	SELECT m.repo_id, 'maintainer', json_array(m.repo_id, m.actor_id)
	  FROM temp.ask_repo AS q
	 CROSS JOIN main.maintainer AS m ON m.repo_id = q.repo_id
	UNION ALL
	SELECT i.repo_id, 'item',
	       json_array(i.repo_id, i.number, i.kind, i.forge_id, '',
	                  i.author_id, i.author_association, i.state_reason,
	                  i.open, i.locked, i.draft, i.comments, i.created_at,
	                  i.updated_at, i.closed_at, i.merged_at, i.gone_at,
	                  i.swept_at, i.merge_untold, i.source, i.mark,
	                  i.unknown, i.sources)
	  FROM (SELECT d.repo_id, d.number
	          FROM temp.ask_repo AS q
	         CROSS JOIN main.doubt AS d ON d.repo_id = q.repo_id
	         WHERE d.stream <> 'documentation'
	         UNION
	        SELECT u.repo_id, u.number
	          FROM temp.ask_mixed AS q
	         CROSS JOIN main.item AS u ON u.repo_id = q.repo_id
	         WHERE u.unknown & 8 AND u.closed_at IS NULL
	           AND u.merged_at IS NULL
	           AND NOT EXISTS (SELECT 1
	                             FROM temp.ask_stated AS t
	                            WHERE t.repo_id = u.repo_id
	                              AND t.number = u.number)) AS w
	 CROSS JOIN main.item AS i
	    ON i.repo_id = w.repo_id AND i.number = w.number
	UNION ALL
	SELECT g.repo_id, 'count',
	       json_array(CASE g.part WHEN 5 THEN 'events' WHEN 6 THEN 'releases'
	                              WHEN 11 THEN 'bases' ELSE 'git' END,
	                  g.rows)
	  FROM temp.ask_repo AS q
	 CROSS JOIN main.digest AS g
	    ON g.repo_id = q.repo_id AND g.part IN (5, 6, 11, 14)
	UNION ALL
	SELECT n.repo_id, 'count', json_array('comments', n.comments)
	  FROM temp.ask_count AS n
	 WHERE n.comments > 0
	UNION ALL
	SELECT n.repo_id, 'count', json_array('reviews', n.reviews)
	  FROM temp.ask_count AS n
	 WHERE n.reviews > 0
	UNION ALL
	SELECT i.repo_id, 'count',
	       json_array('issues',
	                  count(*)
	                  - (SELECT count(*)
	                       FROM main.doubt AS d
	                       JOIN main.item AS u
	                         ON u.repo_id = d.repo_id
	                        AND u.number = d.number
	                      WHERE d.repo_id = i.repo_id
	                        AND d.stream = 'issues'
	                        AND u.gone_at IS NULL))
	  FROM temp.ask_repo AS q
	 CROSS JOIN main.item AS i
	    ON i.repo_id = q.repo_id AND i.gone_at IS NULL
	 GROUP BY i.repo_id
	UNION ALL
	SELECT l.repo_id, 'count',
	       json_array('documentation', count(DISTINCT l.sha))
	  FROM temp.ask_repo AS q
	 CROSS JOIN main.listed_commit AS l
	    ON l.repo_id = q.repo_id AND l.merge = 0
	 GROUP BY l.repo_id
)
SELECT repo_id, part,
       row_number() OVER (PARTITION BY repo_id, part) - 1 AS place, row
  FROM told;
