-- A commit. What it is can only change with the documentation paths, and
-- then all are forgotten first.
INSERT INTO git_commit (repo_id, sha, committed_at, author_id, merge,
                        documentation)
VALUES (:repo_id, :sha, :committed_at, :author_id, :merge, :documentation)
ON CONFLICT (repo_id, sha) DO NOTHING;
