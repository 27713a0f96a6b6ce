-- An answer. Who gave it, and what a review says, may be told better later.
INSERT INTO response (repo_id, number, occurred_at, kind, forge_id, actor_id,
                      state)
VALUES (:repo_id, :number, :occurred_at, :kind, :forge_id, :actor_id, :state)
ON CONFLICT (repo_id, number, occurred_at, kind, forge_id) DO UPDATE SET
       actor_id = coalesce(actor_id, excluded.actor_id),
       state = max(coalesce(state, excluded.state),
                   coalesce(excluded.state, state))
 WHERE CASE WHEN actor_id IS NULL AND excluded.actor_id IS NOT NULL
                 OR coalesce(excluded.state, 0) > coalesce(state, 0)
            THEN digest_moved(5, actor_id,
                                 coalesce(actor_id, excluded.actor_id),
                              sources, sources, near, near,
                              state, max(coalesce(state, excluded.state),
                                         coalesce(excluded.state, state)))
            END;
