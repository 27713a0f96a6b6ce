-- What another store has read of a pull request by itself: of its newest change,
-- what either has.
INSERT INTO item_detail (repo_id, number, updated_at, parts)
VALUES (:repo_id, :number, :updated_at, :parts)
ON CONFLICT (repo_id, number) DO UPDATE SET
       parts = CASE WHEN excluded.updated_at = updated_at
                    THEN parts | excluded.parts ELSE excluded.parts END,
       updated_at = excluded.updated_at
 WHERE CASE WHEN excluded.updated_at > updated_at
                 OR excluded.updated_at = updated_at
                    AND (parts | excluded.parts) <> parts
            THEN digest_moved(2, updated_at, excluded.updated_at,
                                 parts,
                                 CASE WHEN excluded.updated_at = updated_at
                                      THEN parts | excluded.parts
                                      ELSE excluded.parts END) END;
