-- The rows of the table `tag`.
SELECT repo_id, name, tagged_at FROM v_tag;
