-- A commit that is not of the history any more.
DELETE FROM git_commit
 WHERE repo_id = :repo_id AND sha = :sha
   AND digest_gone(repo_id, sha, committed_at, author_id, merge,
                   documentation);
