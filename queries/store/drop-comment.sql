-- A comment was deleted; of which item it was need not be known.
DELETE FROM response
 WHERE repo_id = :repo_id
   AND CASE WHEN kind = 1 AND forge_id = :forge_id
            THEN digest_gone(repo_id, number, occurred_at, kind, forge_id,
                             actor_id, sources, near, state) END;
