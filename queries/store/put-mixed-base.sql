-- The branch of a pull request of which several sources may tell.
INSERT INTO pull_base (repo_id, number, base, told, closed_at, merged_at,
                       updated_at)
VALUES (:repo_id, :number, :base, :told, :closed_at, :merged_at, :updated_at)
ON CONFLICT (repo_id, number) DO UPDATE SET
       base = excluded.base,
       told = excluded.told,
       closed_at = excluded.closed_at,
       merged_at = excluded.merged_at,
       updated_at = excluded.updated_at
 WHERE CASE WHEN (base, told, closed_at, merged_at, updated_at)
                 IS NOT (excluded.base, excluded.told, excluded.closed_at,
                         excluded.merged_at, excluded.updated_at)
            THEN digest_moved(2, base, excluded.base,
                                 told, excluded.told,
                                 closed_at, excluded.closed_at,
                                 merged_at, excluded.merged_at,
                                 updated_at, excluded.updated_at) END;
