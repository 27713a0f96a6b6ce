-- Whether a commit is in the store.
SELECT 1 FROM git_commit WHERE repo_id = :repo_id AND sha = :sha;
