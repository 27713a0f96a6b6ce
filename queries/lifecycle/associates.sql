-- Adds the accounts that the forge calls owner, member or collaborator of the
-- repository, as the issues and pull requests they opened tell, or what they
-- wrote about others'. Of accounts that are known by their login, too, both are
-- meant.
INSERT OR IGNORE INTO temp.ask_maintainer
SELECT coalesce(l.actor_id, m.actor_id)
  FROM (SELECT author_id AS actor_id
          FROM main.item
         WHERE repo_id = :repo_id AND author_id IS NOT NULL
           AND author_association IN ('OWNER', 'MEMBER', 'COLLABORATOR')
        UNION
        SELECT actor_id
          FROM main.maintainer
         WHERE repo_id = :repo_id) AS m
  LEFT JOIN temp.ask_login AS l ON l.login_id = m.actor_id;
