-- The rows of the table `author`.
SELECT g.repo_id, g.author_id, g.name, g.email,
       coalesce(g.mapped, lower(g.email)) AS author
  FROM temp.ask_repo AS q
 CROSS JOIN main.git_author AS g ON g.repo_id = q.repo_id;
