-- All of the authors of a repository: with less, SQLite would ask the index.
SELECT digest_tally(author_id, repo_id, name, email, mapped)
  FROM git_author INDEXED BY sqlite_autoindex_git_author_1
 WHERE repo_id = :repo_id;
