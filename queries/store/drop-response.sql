-- An answer, before it is put with another time.
DELETE FROM response
 WHERE repo_id = :repo_id AND number = :number
   AND CASE WHEN kind = :kind AND forge_id = :forge_id
            THEN digest_gone(repo_id, number, occurred_at, kind, forge_id,
                             actor_id, sources, near, state) END;
