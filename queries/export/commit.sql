-- The rows of the table `commit`.
SELECT c.repo_id, c.merge, c.documentation, c.committed_at, c.sha,
       length(c.sha) AS sha_len, c.author_id, w.person_id
  FROM temp.ask_repo AS q
 CROSS JOIN main.git_commit AS c ON c.repo_id = q.repo_id
 CROSS JOIN temp.ask_writer AS w ON w.author_id = c.author_id;
