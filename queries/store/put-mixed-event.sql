-- An event of which several sources may tell: who did it, and why, is what the
-- best of those says that say it; of two that this one says, the greater.
-- sources is NULL for REST alone (1); the least of its bits is the best source.
INSERT INTO event (repo_id, number, kind, occurred_at, forge_id, actor_id,
                   reason, sources)
VALUES (:repo_id, :number, :kind, :occurred_at, :forge_id, :actor_id, :reason,
        :sources)
ON CONFLICT (repo_id, number, kind, occurred_at, forge_id) DO UPDATE SET
       actor_id = CASE sign((coalesce(excluded.sources, 1)
                             & -coalesce(excluded.sources, 1))
                            - (coalesce(sources, 1) & -coalesce(sources, 1)))
                  WHEN -1 THEN coalesce(excluded.actor_id, actor_id)
                  WHEN 0 THEN coalesce(max(actor_id, excluded.actor_id),
                                       actor_id, excluded.actor_id)
                  ELSE coalesce(actor_id, excluded.actor_id) END,
       reason = CASE sign((coalesce(excluded.sources, 1)
                           & -coalesce(excluded.sources, 1))
                          - (coalesce(sources, 1) & -coalesce(sources, 1)))
                WHEN -1 THEN coalesce(excluded.reason, reason)
                WHEN 0 THEN coalesce(max(reason, excluded.reason),
                                     reason, excluded.reason)
                ELSE coalesce(reason, excluded.reason) END,
       sources = nullif(coalesce(sources, 1) | coalesce(excluded.sources, 1),
                        1)
 WHERE CASE WHEN actor_id IS NOT excluded.actor_id
                 OR reason IS NOT excluded.reason
                 OR sources IS NOT excluded.sources
            THEN digest_moved(5,
           actor_id,
           CASE sign((coalesce(excluded.sources, 1)
                      & -coalesce(excluded.sources, 1))
                     - (coalesce(sources, 1) & -coalesce(sources, 1)))
           WHEN -1 THEN coalesce(excluded.actor_id, actor_id)
           WHEN 0 THEN coalesce(max(actor_id, excluded.actor_id),
                                actor_id, excluded.actor_id)
           ELSE coalesce(actor_id, excluded.actor_id) END,
           reason,
           CASE sign((coalesce(excluded.sources, 1)
                      & -coalesce(excluded.sources, 1))
                     - (coalesce(sources, 1) & -coalesce(sources, 1)))
           WHEN -1 THEN coalesce(excluded.reason, reason)
           WHEN 0 THEN coalesce(max(reason, excluded.reason),
                                reason, excluded.reason)
           ELSE coalesce(reason, excluded.reason) END,
           sources,
           nullif(coalesce(sources, 1) | coalesce(excluded.sources, 1), 1)) END;
