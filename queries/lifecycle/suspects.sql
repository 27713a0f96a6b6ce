-- Accounts that count as people and give first answers faster than people do: at
-- least :least of them to what was opened in the window, and four in five or more
-- before :quick_s seconds have passed. Where repositories are asked about as one,
-- the answers in all of those that :repo_id is one of; each host has its own
-- accounts.
SELECT a.login, count(*) AS answers,
       count(*) FILTER (WHERE f.waited < :quick_s) AS quick
  FROM (SELECT i.repo_id, i.responded_at - i.started_at AS waited,
               (SELECT p.actor_id
                  FROM v_response AS p
                 WHERE p.repo_id = i.repo_id AND p.number = i.number
                   AND p.occurred_at = i.responded_at
                   AND NOT p.by_bot AND p.actor_id IS NOT i.actor_id
                 ORDER BY p.kind, p.forge_id
                 LIMIT 1) AS answerer_id
          FROM temp.ask_repo AS q
         CROSS JOIN temp.ask_first AS i ON i.repo_id = q.repo_id
         WHERE q.pool_id = (SELECT o.pool_id
                              FROM temp.ask_repo AS o
                             WHERE o.repo_id = :repo_id)
           AND i.created_at >= :starts_at AND i.created_at < :ends_at
           AND i.responded_at < :ends_at
           AND NOT EXISTS (SELECT 1
                             FROM temp.ask_left_out AS o
                            WHERE o.repo_id = i.repo_id
                              AND o.actor_id = i.actor_id)) AS f
  JOIN main.repo AS r ON r.repo_id = f.repo_id
  JOIN v_account AS a
    ON a.repo_id = f.repo_id AND a.actor_id = f.answerer_id
 GROUP BY r.host, a.actor_id
HAVING answers >= :least AND 5 * quick >= 4 * answers
 ORDER BY answers DESC, a.login, r.host
 LIMIT :most;
