-- A commit of a list; what it is never changes, but which walk has met it does.
INSERT INTO listed_commit
       (repo_id, list, sha, committed_at, author_id, merge, walk)
VALUES (:repo_id, :list, :sha, :committed_at, :author_id, :merge, :walk)
ON CONFLICT (repo_id, list, sha) DO UPDATE SET
       walk = max(walk, excluded.walk)
 WHERE digest_moved(6, walk, max(walk, excluded.walk));
