-- How much of a pull request was read by itself, and as of when.
INSERT INTO item_detail (repo_id, number, updated_at, parts)
VALUES (:repo_id, :number, :updated_at, :parts)
ON CONFLICT (repo_id, number) DO UPDATE SET
       parts = CASE WHEN excluded.updated_at = updated_at
                    THEN parts | excluded.parts ELSE excluded.parts END,
       updated_at = excluded.updated_at
 WHERE digest_moved(2, updated_at, excluded.updated_at,
                       parts, CASE WHEN excluded.updated_at = updated_at
                                   THEN parts | excluded.parts
                                   ELSE excluded.parts END);
