-- Who told an item, and what a metric reads of it besides: its events and the
-- answers to it. NULL in the store is REST alone.
WITH told AS (
	SELECT coalesce(sources, 1) AS sources
	  FROM main.item
	 WHERE repo_id = :repo_id AND number = :subject
	UNION ALL
	SELECT sources
	  FROM temp.ask_event
	 WHERE repo_id = :repo_id AND number = :subject AND :events
	UNION ALL
	SELECT coalesce(sources, 1)
	  FROM main.response
	 WHERE repo_id = :repo_id AND number = :subject AND :answers
)
SELECT max(sources & 1) | max(sources & 2) | max(sources & 4)
       | max(sources & 8)
  FROM told;
