-- v_role: what the author of each item is to its repository, as of the newest
-- rows: 1 an agent, 2 a bot, 3 a maintainer, 4 a newcomer (the item is the first
-- that its author opened there), 5 a regular; 6: not known, as the account was
-- deleted. Filled for metrics that say "streams: roles".
CREATE TEMP VIEW v_role AS
SELECT i.repo_id, i.number,
       CAST(coalesce((SELECT CASE
                             WHEN o.role <> 0 THEN o.role
                             WHEN o.number = i.number THEN 4
                             ELSE 5
                             END
                        FROM temp.ask_opener AS o
                       WHERE o.repo_id = i.repo_id
                         AND o.actor_id = i.author_id), 6) AS INTEGER) AS role
  FROM temp.ask_repo AS r
 CROSS JOIN temp.told_item AS i ON i.repo_id = r.repo_id;
