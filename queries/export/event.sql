-- The rows of the table `event`, but for what is of their item (of-event.sql). One may
-- be told of an item that is not.
SELECT e.repo_id, e.number, e.kind, e.occurred_at, e.forge_id,
       ifnull(e.actor_id, -9223372036854775807 - 1) AS author_id,
       ifnull(e.reason, '') AS reason
  FROM temp.ask_repo AS q
 CROSS JOIN temp.told_event AS e ON e.repo_id = q.repo_id
 ORDER BY q.repo_id, e.number;
