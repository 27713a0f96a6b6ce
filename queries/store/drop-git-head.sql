-- While the commits are those of another head there is none.
DELETE FROM git_head WHERE repo_id = :repo_id;
