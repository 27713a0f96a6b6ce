-- The keys of all rows of a repository, and what an index has of them.
SELECT digest_tally(sha, documentation, committed_at, author_id, merge)
  FROM git_commit NOT INDEXED
 WHERE repo_id = :repo_id;
