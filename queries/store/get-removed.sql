-- Since when something is hidden: the first and the last that it was deleted,
-- of what is not taken back.
SELECT min(removed_at), max(removed_at)
  FROM removal
 WHERE repo_id = :repo_id AND kind = :kind AND forge_id = :forge_id
   AND taken_back IS NULL;
