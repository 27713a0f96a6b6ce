-- An answer. Who gave it may be told better later.
INSERT INTO response (repo_id, number, occurred_at, kind, forge_id, actor_id)
VALUES (:repo_id, :number, :occurred_at, :kind, :forge_id, :actor_id)
ON CONFLICT (repo_id, number, occurred_at, kind, forge_id) DO UPDATE SET
       actor_id = excluded.actor_id
 WHERE CASE WHEN actor_id IS NULL AND excluded.actor_id IS NOT NULL
            THEN digest_moved(5, actor_id, excluded.actor_id) END;
