-- The answers that may end the wait of an item; of each account the first counts.
SELECT p.repo_id, p.number, p.occurred_at AS answered_at,
       ifnull(p.actor_id, -9223372036854775807 - 1) AS answered_by
  FROM temp.ask_fact AS f
 CROSS JOIN temp.told_response AS p
    ON p.repo_id = f.repo_id AND p.number = f.number AND f.answers_read
   AND p.occurred_at >= f.started_at
 WHERE f.kind > 0
   AND (p.actor_id IS NULL OR p.actor_id <> f.author_id
        OR (p.repo_id, p.actor_id) IN temp.ask_ghost)
 ORDER BY f.repo_id, f.number, p.occurred_at, p.kind, p.forge_id;
