-- What this index has of a repository, without a look at the table. merge is in it.
SELECT digest_tally(documentation, committed_at, author_id, merge, sha)
  FROM git_commit INDEXED BY git_commit_by_time
 WHERE repo_id = :repo_id AND merge = 0;
