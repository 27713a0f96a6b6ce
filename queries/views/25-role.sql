-- v_role: what the author of each item is to its repository, as of the newest
-- rows: 1 an agent, 2 a bot, 3 a maintainer, 4 a newcomer (the item is the first
-- that its author opened there), 5 a regular; 6: not known, as the account was
-- deleted. Filled for metrics that say "streams: roles".
CREATE TEMP VIEW v_role AS
SELECT o.repo_id, o.number, o.role
  FROM temp.ask_repo AS r
 CROSS JOIN temp.ask_role AS o ON o.repo_id = r.repo_id;
