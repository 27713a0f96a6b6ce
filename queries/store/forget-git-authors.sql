-- After forget-git-commits.
DELETE FROM git_author WHERE repo_id = :repo_id;
