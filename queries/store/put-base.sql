-- The branch that a pull request is for, as told last, and whether it was
-- merged; a row that does not tell of that takes nothing away.
INSERT INTO pull_base (repo_id, number, base, told, closed_at, merged_at)
VALUES (:repo_id, :number, :base, :told, :closed_at, :merged_at)
ON CONFLICT (repo_id, number) DO UPDATE SET
       base = excluded.base,
       told = max(told, excluded.told),
       closed_at = CASE WHEN excluded.told THEN excluded.closed_at
                        ELSE closed_at END,
       merged_at = coalesce(excluded.merged_at, merged_at)
 WHERE CASE WHEN excluded.base <> base
                 OR excluded.told
                    AND (NOT told OR excluded.closed_at IS NOT closed_at
                         OR excluded.merged_at IS NOT merged_at)
            THEN digest_moved(2, base, excluded.base,
                                 told, max(told, excluded.told),
                                 closed_at,
                                 CASE WHEN excluded.told
                                      THEN excluded.closed_at
                                      ELSE closed_at END,
                                 merged_at,
                                 coalesce(excluded.merged_at, merged_at))
            END;
