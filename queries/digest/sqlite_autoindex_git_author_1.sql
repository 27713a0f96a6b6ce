-- What this index has of a repository, without a look at the table.
SELECT digest_tally(repo_id, email, name, author_id)
  FROM git_author INDEXED BY sqlite_autoindex_git_author_1
 WHERE repo_id = :repo_id;
