-- The rows of the table `event`. One may be told of an item that is not.
SELECT e.repo_id, f.kind AS item_kind, e.number, e.kind,
       e.occurred_at, e.forge_id,
       f.author_id AS item_author_id, f.is_first AS item_is_first,
       ifnull(e.actor_id, -9223372036854775807 - 1) AS author_id,
       ifnull(e.reason, '') AS reason, f.shown_until
  FROM temp.ask_fact AS f
 CROSS JOIN temp.told_event AS e
    ON e.repo_id = f.repo_id AND e.number = f.number;
