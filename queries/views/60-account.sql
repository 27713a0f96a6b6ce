-- v_account: the accounts of the repositories' hosts, and whether each is
-- taken for a bot. One that is known by its login alone has a negative actor_id,
-- unless an account goes by that login.
CREATE TEMP VIEW v_account AS
SELECT r.repo_id, a.forge_id AS actor_id, a.login, a.type,
       EXISTS (SELECT 1
                 FROM temp.ask_bot AS b
                WHERE b.repo_id = r.repo_id
                  AND b.actor_id = a.forge_id) AS bot
  FROM temp.ask_repo AS q
 CROSS JOIN main.repo AS r ON r.repo_id = q.repo_id
 CROSS JOIN main.account AS a ON a.host = r.host
 WHERE NOT EXISTS (SELECT 1
                     FROM temp.ask_login AS l
                    WHERE l.login_id = a.forge_id);
