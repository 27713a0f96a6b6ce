-- What happened to the items, for their states to be replayed.
SELECT e.repo_id, e.number, e.kind, e.occurred_at, e.forge_id, e.reason
  FROM temp.ask_repo AS q
 CROSS JOIN temp.told_event AS e ON e.repo_id = q.repo_id
 ORDER BY q.repo_id, e.number, e.kind, e.occurred_at, e.forge_id;
