-- Everything of a repository, table by table: a statement each, which names no
-- parameter but :repo_id.
DELETE FROM alert WHERE repo_id = :repo_id;
DELETE FROM alert_turn WHERE repo_id = :repo_id;
DELETE FROM alert_run WHERE repo_id = :repo_id;
DELETE FROM gate_pass WHERE repo_id = :repo_id;
DELETE FROM item_label WHERE repo_id = :repo_id;
DELETE FROM item_detail WHERE repo_id = :repo_id;
DELETE FROM pull_base WHERE repo_id = :repo_id;
DELETE FROM response WHERE repo_id = :repo_id;
DELETE FROM event WHERE repo_id = :repo_id;
DELETE FROM item WHERE repo_id = :repo_id;
DELETE FROM release WHERE repo_id = :repo_id;
DELETE FROM git_commit WHERE repo_id = :repo_id;
DELETE FROM git_author WHERE repo_id = :repo_id;
DELETE FROM git_tag WHERE repo_id = :repo_id;
DELETE FROM git_head WHERE repo_id = :repo_id;
DELETE FROM stream WHERE repo_id = :repo_id;
-- Accounts that no other repository of the host knows.
DELETE FROM account
 WHERE host = (SELECT host FROM repo WHERE repo_id = :repo_id)
   AND forge_id NOT IN
       (SELECT i.author_id
          FROM item AS i
          JOIN repo AS r ON r.repo_id = i.repo_id AND r.host =
               (SELECT host FROM repo WHERE repo_id = :repo_id)
         WHERE i.author_id IS NOT NULL
        UNION
        SELECT e.actor_id
          FROM event AS e
          JOIN repo AS r ON r.repo_id = e.repo_id AND r.host =
               (SELECT host FROM repo WHERE repo_id = :repo_id)
         WHERE e.actor_id IS NOT NULL
        UNION
        SELECT p.actor_id
          FROM response AS p
          JOIN repo AS r ON r.repo_id = p.repo_id AND r.host =
               (SELECT host FROM repo WHERE repo_id = :repo_id)
         WHERE p.actor_id IS NOT NULL
        UNION
        SELECT l.author_id
          FROM release AS l
          JOIN repo AS r ON r.repo_id = l.repo_id AND r.host =
               (SELECT host FROM repo WHERE repo_id = :repo_id)
         WHERE l.author_id IS NOT NULL);
DELETE FROM repo WHERE repo_id = :repo_id;
