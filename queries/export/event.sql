-- The rows of the table `event`. One may be told of an item that is not.
SELECT e.repo_id, ifnull(f.kind, 0) AS item_kind, e.number, e.kind,
       e.occurred_at, e.forge_id,
       ifnull(f.author_id, -9223372036854775807 - 1) AS item_author_id,
       ifnull(e.actor_id, -9223372036854775807 - 1) AS author_id,
       ifnull(e.reason, '') AS reason,
       ifnull(f.shown_until, -9223372036854775807 - 1) AS shown_until
  FROM temp.ask_repo AS q
 CROSS JOIN temp.told_event AS e ON e.repo_id = q.repo_id
  LEFT JOIN temp.ask_fact AS f
    ON f.repo_id = e.repo_id AND f.number = e.number;
