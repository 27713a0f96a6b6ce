-- Every author of a repository. All rows of the table need not be looked at: the
-- index leads to those that it has, and one that it lacks is missed by number.
SELECT *
  FROM git_author INDEXED BY sqlite_autoindex_git_author_1
 WHERE repo_id = :repo_id;
