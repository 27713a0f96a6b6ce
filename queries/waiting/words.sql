-- What was written on an item, and when it became a draft or ready, in the order
-- of time: comments (1), reviews (2), ready_for_review (4), convert_to_draft (5).
-- A deleted account is a person, and nobody's own.
SELECT w.occurred_at, w.kind, a.login,
       w.actor_id IS :author_id AND w.actor_id IS NOT NULL
       AND (w.repo_id, w.actor_id) NOT IN temp.ask_ghost
       AS by_author,
       coalesce(w.actor_id IN (SELECT m.actor_id
                                 FROM temp.ask_maintainer AS m), 0)
       AS by_maintainer,
       EXISTS (SELECT 1
                 FROM temp.ask_bot AS b
                WHERE b.repo_id = w.repo_id AND b.actor_id = w.actor_id)
       AS by_bot
  FROM (SELECT p.repo_id, p.occurred_at, p.kind, p.forge_id, p.actor_id
          FROM temp.told_response AS p
         WHERE p.repo_id = :repo_id AND p.number = :number
        UNION ALL
        SELECT e.repo_id, e.occurred_at, e.kind, e.forge_id, e.actor_id
          FROM temp.told_event AS e
         WHERE e.repo_id = :repo_id AND e.number = :number
           AND e.kind IN (4, 5)) AS w
 CROSS JOIN main.repo AS r ON r.repo_id = w.repo_id
  LEFT JOIN main.account AS a ON a.host = r.host AND a.forge_id = w.actor_id
 ORDER BY w.occurred_at, w.kind, w.forge_id;
