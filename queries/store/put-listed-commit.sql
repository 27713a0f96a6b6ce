-- A commit of a list; what it is never changes, but when it was seen does.
INSERT INTO listed_commit
       (repo_id, list, sha, committed_at, author_id, merge, seen_at)
VALUES (:repo_id, :list, :sha, :committed_at, :author_id, :merge, :seen_at)
ON CONFLICT (repo_id, list, sha) DO UPDATE SET
       seen_at = max(seen_at, excluded.seen_at);
