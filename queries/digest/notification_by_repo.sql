-- What this index has of a repository, without a look at the table.
SELECT digest_tally(repo_id, notification_id)
  FROM notification INDEXED BY notification_by_repo
 WHERE repo_id = :repo_id;
