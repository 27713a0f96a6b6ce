-- It was there later than it was deleted.
UPDATE removal SET taken_back = 1
 WHERE repo_id = :repo_id AND kind = :kind AND forge_id = :forge_id
   AND CASE WHEN taken_back IS NULL AND removed_at < :later
            THEN digest_row_moved(kind, forge_id, removed_at, 5,
                                  taken_back, 1) END;
