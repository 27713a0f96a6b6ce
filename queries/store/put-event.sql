-- An event. Told again it changes nothing, but for a reason not told before.
INSERT INTO event (repo_id, number, kind, occurred_at, forge_id, actor_id,
                   reason)
VALUES (:repo_id, :number, :kind, :occurred_at, :forge_id, :actor_id, :reason)
ON CONFLICT (repo_id, number, kind, occurred_at, forge_id) DO UPDATE SET
       reason = excluded.reason
 WHERE CASE WHEN reason IS NULL AND excluded.reason IS NOT NULL
            THEN digest_moved(6, reason, excluded.reason) END;
