-- What nothing refers to any more: accounts that no record of their host names.
DELETE FROM account
 WHERE CASE WHEN (host, forge_id) NOT IN
       (SELECT r.host, i.author_id
          FROM item AS i JOIN repo AS r ON r.repo_id = i.repo_id
         WHERE i.author_id IS NOT NULL
        UNION
        SELECT r.host, e.actor_id
          FROM event AS e JOIN repo AS r ON r.repo_id = e.repo_id
         WHERE e.actor_id IS NOT NULL
        UNION
        SELECT r.host, p.actor_id
          FROM response AS p JOIN repo AS r ON r.repo_id = p.repo_id
         WHERE p.actor_id IS NOT NULL
        UNION
        SELECT r.host, l.author_id
          FROM release AS l JOIN repo AS r ON r.repo_id = l.repo_id
         WHERE l.author_id IS NOT NULL)
            THEN digest_gone(host, forge_id, login, type, told_at, source)
            END;
