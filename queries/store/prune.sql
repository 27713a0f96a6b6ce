-- What nothing refers to any more: accounts that no record of their host names.
DELETE FROM account
 WHERE NOT EXISTS (SELECT 1 FROM repo AS r WHERE r.host = account.host)
    OR forge_id NOT IN
       (SELECT author_id FROM item WHERE author_id IS NOT NULL
        UNION
        SELECT actor_id FROM event WHERE actor_id IS NOT NULL
        UNION
        SELECT actor_id FROM response WHERE actor_id IS NOT NULL
        UNION
        SELECT author_id FROM release WHERE author_id IS NOT NULL);
