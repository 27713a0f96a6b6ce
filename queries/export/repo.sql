-- The rows of the table `repo`. created_at of which nobody has told: never.
SELECT r.repo_id, r.host, r.forge_id, r.full_name,
       CASE WHEN r.unknown & 1 THEN 9223372036854775807
            ELSE r.created_at END AS created_at,
       r.archived, r.fork, 0 AS gone
  FROM temp.ask_repo AS q
 CROSS JOIN main.repo AS r ON r.repo_id = q.repo_id;
