-- Adds the accounts that the forge calls owner, member or collaborator of the
-- repository, as the issues and pull requests they opened tell, or what they
-- wrote about others'. Of accounts that are known by their login, too, both are
-- meant.
INSERT OR IGNORE INTO temp.ask_maintainer
SELECT coalesce(l.actor_id, m.actor_id)
  FROM (SELECT author_id AS actor_id
          FROM main.item
         WHERE repo_id = :repo_id
           -- IN would look each up in a table of three.
           AND CASE author_association
                   WHEN 'OWNER' THEN 1
                   WHEN 'MEMBER' THEN 1
                   WHEN 'COLLABORATOR' THEN 1
               END
           AND author_id IS NOT NULL
        UNION
        SELECT actor_id
          FROM main.maintainer
         WHERE repo_id = :repo_id) AS m
  LEFT JOIN temp.ask_login AS l ON l.login_id = m.actor_id;
