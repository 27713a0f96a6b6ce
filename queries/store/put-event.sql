-- An event. Of two that differ in nothing but their number, the older stays; a
-- reason is kept once it was told.
INSERT INTO event (repo_id, number, kind, occurred_at, forge_id, actor_id,
                   reason)
VALUES (:repo_id, :number, :kind, :occurred_at, :forge_id, :actor_id, :reason)
ON CONFLICT (repo_id, number, kind, occurred_at) DO UPDATE SET
       forge_id = min(excluded.forge_id, forge_id),
       actor_id = CASE WHEN excluded.forge_id < forge_id
                       THEN excluded.actor_id ELSE actor_id END,
       reason = coalesce(reason, excluded.reason)
 WHERE excluded.forge_id < forge_id
    OR reason IS NULL AND excluded.reason IS NOT NULL;
