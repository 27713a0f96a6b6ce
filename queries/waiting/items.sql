-- The items of one repository that are open at :ends_at, by number, and how much
-- of what was written on them was read by itself: d.parts (1 reviews, 2 comments,
-- 4 when it was a draft) as of d.updated_at. `silent`: nobody has commented.
-- `doubted`: its answers could not be read. A row without updated_at (0) does not
-- say when it last changed.
WITH opened AS (
	SELECT s.repo_id, s.number, s.actor_id
	  FROM v_issue_state AS s
	 WHERE s.repo_id = :repo_id AND s.created_at < :ends_at
	   AND s.opened_at < :ends_at
	   AND (s.ended_at IS NULL OR s.ended_at >= :ends_at)
	UNION ALL
	SELECT s.repo_id, s.number, s.actor_id
	  FROM v_pull_request_state AS s
	 WHERE s.repo_id = :repo_id AND s.created_at < :ends_at
	   AND s.opened_at < :ends_at
	   AND (s.ended_at IS NULL OR s.ended_at >= :ends_at)
)
SELECT i.number, i.kind, o.actor_id, a.login,
       CASE WHEN i.unknown & 1 THEN NULL ELSE i.title END AS title,
       i.draft, i.created_at, i.updated_at,
       i.comments = 0 AND NOT coalesce(i.unknown, 0) & 4 AS silent,
       d.updated_at AS read_at, coalesce(d.parts, 0) AS parts,
       EXISTS (SELECT 1
                 FROM temp.ask_doubt AS u
                WHERE u.repo_id = i.repo_id AND u.number = i.number
                  AND u.stream IN ('reviews', 'comments')) AS doubted
  FROM opened AS o
 CROSS JOIN main.repo AS r ON r.repo_id = o.repo_id
 CROSS JOIN main.item AS i ON i.repo_id = o.repo_id AND i.number = o.number
  LEFT JOIN main.item_detail AS d
    ON d.repo_id = i.repo_id AND d.number = i.number
  LEFT JOIN main.account AS a ON a.host = r.host AND a.forge_id = o.actor_id
 ORDER BY i.number;
