-- The answers, where a source told some by logins alone.
CREATE TEMP VIEW told_response AS
SELECT p.repo_id, p.number, p.kind, p.occurred_at, p.forge_id,
       coalesce((SELECT l.actor_id
                   FROM temp.ask_login AS l
                  WHERE l.login_id = p.actor_id), p.actor_id) AS actor_id,
       p.state
  FROM main.response AS p;
