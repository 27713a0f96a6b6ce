-- Every repository of the store.
SELECT repo_id FROM repo ORDER BY repo_id;
