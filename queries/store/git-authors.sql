-- Every author of a repository, for the mailmap.
SELECT author_id, name, email
  FROM git_author
 WHERE repo_id = :repo_id;
