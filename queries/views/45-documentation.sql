-- v_documentation: one row a commit to the documentation, merges left out: from
-- the history of a clone or, without one, from the lists of the forge (see
-- v_repo.documentation_source). The columns are those of v_commit. Filled for
-- metrics that say "streams: documentation".
CREATE TEMP VIEW v_documentation AS
SELECT d.repo_id, d.sha, d.committed_at, d.author_id,
       -1 - d.author_id AS actor_id,
       coalesce(g.mapped, lower(g.email)) AS author,
       EXISTS (SELECT 1
                 FROM temp.ask_left_out AS o
                WHERE o.repo_id = d.repo_id
                  AND o.actor_id = -1 - d.author_id) AS left_out
  FROM temp.ask_repo AS r
 CROSS JOIN temp.ask_documentation AS d ON d.repo_id = r.repo_id
  LEFT JOIN main.git_author AS g ON g.author_id = d.author_id
 WHERE NOT (SELECT commits_sliced FROM temp.ask_slice)
    OR EXISTS (SELECT 1
                 FROM temp.ask_author AS s
                WHERE s.author_id = d.author_id);
