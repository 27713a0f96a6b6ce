-- The keys of all rows of a repository, and what an index has of them.
SELECT digest_tally(notification_id, repo_id)
  FROM notification NOT INDEXED
 WHERE repo_id = :repo_id;
