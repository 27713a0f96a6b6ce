-- What waits for an answer in one repository before :ends_at: open issues and
-- pull requests by people who are no maintainers, opened before :recent_at and
-- answered by no person but their author. Those that may have been answered,
-- by something that was not read, are counted apart. And the last instant at
-- which anything may have been answered without being read: what nobody has
-- touched since cannot have been. From :enough_at on any such instant will do,
-- as it decides what the last one would. An item's comments were read if there are none,
-- if the list of all of them goes back to :comments_from, or if they were read
-- with it; reviews are read item by item. A row without updated_at (0) proves
-- nothing.
WITH item AS NOT MATERIALIZED (
	SELECT i.repo_id, i.number, i.kind, i.created_at,
	       CASE WHEN i.updated_at = 0 THEN :ends_at ELSE i.updated_at
	       END AS touched_at,
	       i.updated_at > 0
	       AND (i.comments = 0 AND NOT coalesce(i.unknown, 0) & 4
	            OR coalesce(d.parts & 2, 0) <> 0) AS comments_read,
	       i.kind = 1
	       OR i.updated_at > 0
	          AND (i.updated_at <= i.created_at
	               OR coalesce(d.parts & 1, 0) <> 0) AS reviews_read
	  FROM main.item AS i
	  LEFT JOIN main.item_detail AS d
	    ON d.repo_id = i.repo_id AND d.number = i.number
	   AND d.updated_at >= i.updated_at
), opened AS MATERIALIZED (
	-- Once for both, and what most rows lack first.
	SELECT s.repo_id, s.number, s.actor_id
	  FROM v_issue_state AS s
	 WHERE (s.ended_at IS NULL OR s.ended_at >= :ends_at)
	   AND s.repo_id = :repo_id AND s.created_at < :recent_at
	   AND s.opened_at < :ends_at
	UNION ALL
	SELECT s.repo_id, s.number, s.actor_id
	  FROM v_pull_request_state AS s
	 WHERE (s.ended_at IS NULL OR s.ended_at >= :ends_at)
	   AND s.repo_id = :repo_id AND s.created_at < :recent_at
	   AND s.opened_at < :ends_at
), waiting AS MATERIALIZED (
	SELECT i.kind, i.created_at,
	       i.reviews_read
	       AND (i.comments_read OR i.created_at >= :comments_from)
	       AND NOT EXISTS (SELECT 1
	                         FROM temp.ask_doubt AS d
	                        WHERE d.repo_id = o.repo_id
	                          AND d.number = o.number) AS sure
	  FROM opened AS o
	 CROSS JOIN item AS i ON i.repo_id = o.repo_id AND i.number = o.number
	 WHERE (o.actor_id IS NULL
	        OR o.actor_id NOT IN (SELECT m.actor_id
	                                FROM temp.ask_maintainer AS m)
	           AND NOT EXISTS (SELECT 1
	                             FROM temp.ask_bot AS b
	                            WHERE b.repo_id = o.repo_id
	                              AND b.actor_id = o.actor_id))
	   AND NOT EXISTS (SELECT 1
	                     FROM v_response AS p
	                    WHERE p.repo_id = o.repo_id AND p.number = o.number
	                      AND p.occurred_at < :ends_at
	                      AND (p.actor_id IS NULL
	                           OR (p.repo_id, p.actor_id) IN temp.ask_ghost
	                           OR p.actor_id IS NOT o.actor_id
	                              AND NOT p.by_bot))
), unread AS NOT MATERIALIZED (
	SELECT i.number, i.created_at, i.touched_at,
	       min(CASE WHEN i.reviews_read
	                THEN min(i.touched_at, :comments_from - 1)
	                ELSE i.touched_at
	           END, :ends_at - 1) AS at
	  FROM item AS i
	 WHERE i.repo_id = :repo_id AND i.created_at < :ends_at
	   -- Which the next term implies, and is seen sooner.
	   AND (i.kind = 2 OR i.created_at < :comments_from)
	   AND (NOT i.reviews_read
	        OR i.created_at < :comments_from AND NOT i.comments_read)
)
SELECT count(*) FILTER (WHERE sure AND kind = 1) AS waiting_issues,
       count(*) FILTER (WHERE sure AND kind = 2) AS waiting_pulls,
       count(*) FILTER (WHERE NOT sure) AS waiting_untold,
       min(created_at) FILTER (WHERE sure) AS waiting_since,
       coalesce((SELECT at
                   FROM unread
                  -- The one is seen at once, the other not. The newest
                  -- first: they have been touched lately.
                  WHERE touched_at >= :enough_at AND at >= :enough_at
                  ORDER BY number DESC
                  LIMIT 1),
                -- What else was touched since then was looked at just now.
                (SELECT max(at)
                   FROM unread
                  WHERE touched_at < :enough_at
                     OR created_at < :comments_from)) AS last_unread
  FROM waiting;
