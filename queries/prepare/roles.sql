-- What the authors of one repository's items are, whatever the item: the first
-- that holds of agent (1), bot (2) and maintainer (3); a deleted account is
-- unknown (6). Who is a maintainer is in ask_maintainer.
UPDATE temp.ask_opener AS o
   SET role = CASE
       WHEN (o.repo_id, o.actor_id) IN temp.ask_ghost
       THEN 6
       WHEN EXISTS (SELECT 1
                      FROM temp.ask_agent AS a
                     WHERE a.repo_id = o.repo_id
                       AND a.actor_id = o.actor_id)
       THEN 1
       WHEN EXISTS (SELECT 1
                      FROM temp.ask_bot AS b
                     WHERE b.repo_id = o.repo_id
                       AND b.actor_id = o.actor_id)
       THEN 2
       WHEN o.actor_id IN (SELECT m.actor_id FROM temp.ask_maintainer AS m)
       THEN 3
       ELSE 0
       END
 WHERE o.repo_id = :repo_id;
