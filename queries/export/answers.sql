-- The answers to the items, by their order in time.
SELECT p.repo_id, p.number, p.occurred_at,
       ifnull(p.actor_id, -9223372036854775807 - 1) AS actor_id
  FROM temp.ask_repo AS q
 CROSS JOIN temp.told_response AS p ON p.repo_id = q.repo_id
 ORDER BY q.repo_id, p.number, p.occurred_at, p.kind, p.forge_id;
