-- The rows of the table `page`.
SELECT repo_id, committed_at, sha, length(sha) AS sha_len, author_id
  FROM v_documentation;
