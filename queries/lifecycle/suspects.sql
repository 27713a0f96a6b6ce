-- Accounts that count as people and give first answers faster than people do: at
-- least :least of them to what was opened in the window, and four in five or more
-- before :quick_s seconds have passed.
SELECT a.login, count(*) AS answers,
       count(*) FILTER (WHERE f.waited < :quick_s) AS quick
  FROM (SELECT i.responded_at - i.started_at AS waited,
               (SELECT p.actor_id
                  FROM v_response AS p
                 WHERE p.repo_id = i.repo_id AND p.number = i.number
                   AND p.occurred_at = i.responded_at
                   AND NOT p.by_bot AND p.actor_id IS NOT i.actor_id
                 ORDER BY p.kind, p.forge_id
                 LIMIT 1) AS answerer_id
          FROM temp.ask_first AS i
         WHERE i.repo_id = :repo_id
           AND i.created_at >= :starts_at AND i.created_at < :ends_at
           AND i.responded_at < :ends_at
           AND NOT EXISTS (SELECT 1
                             FROM temp.ask_left_out AS o
                            WHERE o.repo_id = i.repo_id
                              AND o.actor_id = i.actor_id)) AS f
  JOIN v_account AS a
    ON a.repo_id = :repo_id AND a.actor_id = f.answerer_id
 GROUP BY a.actor_id
HAVING answers >= :least AND 5 * quick >= 4 * answers
 ORDER BY answers DESC, a.login
 LIMIT :most;
