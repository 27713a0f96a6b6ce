-- An event. Of two that differ in nothing but their number, the older stays.
INSERT INTO event (repo_id, number, kind, occurred_at, forge_id, actor_id)
VALUES (:repo_id, :number, :kind, :occurred_at, :forge_id, :actor_id)
ON CONFLICT (repo_id, number, kind, occurred_at) DO UPDATE SET
       forge_id = excluded.forge_id,
       actor_id = excluded.actor_id
 WHERE excluded.forge_id < forge_id;
