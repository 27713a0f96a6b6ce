-- What the authors of one repository's items are: the first that holds of agent
-- (1), bot (2), maintainer (3), newcomer (4) and regular (5); a deleted account is
-- unknown (6). An item makes its author a newcomer if they had opened none before
-- it, whatever the slice (first-items.sql). Who is a maintainer is in
-- ask_maintainer.
INSERT INTO temp.ask_role (repo_id, number, role)
SELECT i.repo_id, i.number,
       CASE
       WHEN i.author_id IS NULL
            OR (i.repo_id, i.author_id) IN temp.ask_ghost
       THEN 6
       WHEN EXISTS (SELECT 1
                      FROM temp.ask_agent AS a
                     WHERE a.repo_id = i.repo_id
                       AND a.actor_id = i.author_id)
       THEN 1
       WHEN EXISTS (SELECT 1
                      FROM temp.ask_bot AS b
                     WHERE b.repo_id = i.repo_id
                       AND b.actor_id = i.author_id)
       THEN 2
       WHEN i.author_id IN (SELECT m.actor_id FROM temp.ask_maintainer AS m)
       THEN 3
       WHEN i.number = (SELECT f.number
                          FROM temp.ask_first_item AS f
                         WHERE f.repo_id = i.repo_id
                           AND f.actor_id = i.author_id)
       THEN 4
       ELSE 5
       END
  FROM temp.told_item AS i
 WHERE i.repo_id = :repo_id;
