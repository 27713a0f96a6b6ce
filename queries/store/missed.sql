-- What REST tells of [:start, :end] and no webhook does: 1 an item that was
-- opened, 2 an event, 3 a comment, 4 a review, 5 a release (whose number is the
-- forge's); by kind and time. An event of a
-- webhook is the same as one of REST within the tolerance of uniting: 5 seconds
-- if its time is its own (forge_id 0), and from 2 seconds before the other to
-- 15 behind it if that is only near. A close may be told by the item's row
-- alone. No webhook tells of a conversion to a discussion (kind 6).
WITH told AS (
	SELECT number, kind, occurred_at - CASE forge_id WHEN 0 THEN 5
	                                   ELSE 15 END AS earliest,
	       occurred_at + CASE forge_id WHEN 0 THEN 5 ELSE 2 END AS latest
	  FROM event
	 WHERE repo_id = :repo_id AND forge_id <= 0 AND sources & 2
), close AS (
	SELECT i.number, i.closed_at
	  FROM item AS i
	 WHERE i.repo_id = :repo_id AND coalesce(i.source, 0) = 0
	   AND i.closed_at BETWEEN :start AND :end
	   AND NOT EXISTS (SELECT 1
	                     FROM event AS e
	                    WHERE e.repo_id = :repo_id AND e.number = i.number
	                      AND e.kind = 1 AND e.forge_id > 0
	                      AND e.occurred_at BETWEEN i.closed_at - 5
	                                            AND i.closed_at + 5)
), rest AS (
	SELECT number, kind, occurred_at
	  FROM event
	 WHERE repo_id = :repo_id AND forge_id > 0 AND kind < 6
	   AND coalesce(sources, 1) & 3 = 1
	   AND occurred_at BETWEEN :start AND :end
	UNION ALL
	SELECT number, 1, closed_at
	  FROM close
)
SELECT 1 AS what, number, created_at AS at
  FROM item
 WHERE repo_id = :repo_id AND coalesce(sources, 1) & 3 = 1
   AND created_at BETWEEN :start AND :end
UNION ALL
SELECT 2, r.number, r.occurred_at
  FROM rest AS r
 WHERE NOT EXISTS (SELECT 1
                     FROM told AS t
                    WHERE t.number = r.number AND t.kind = r.kind
                      AND r.occurred_at BETWEEN t.earliest AND t.latest)
UNION ALL
SELECT kind + 2, number, occurred_at
  FROM response
 WHERE repo_id = :repo_id AND coalesce(sources, 1) & 3 = 1
   AND occurred_at BETWEEN :start AND :end
UNION ALL
SELECT 5, forge_id, published_at
  FROM release
 WHERE repo_id = :repo_id AND coalesce(sources, 1) & 3 = 1 AND NOT draft
   AND published_at BETWEEN :start AND :end
 ORDER BY 1, 3, 2;
