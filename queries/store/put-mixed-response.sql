-- An answer of which several sources may tell; drop-response goes before.
INSERT INTO response (repo_id, number, occurred_at, kind, forge_id, actor_id,
                      sources, near, state)
VALUES (:repo_id, :number, :occurred_at, :kind, :forge_id, :actor_id,
        :sources, :near, :state);
