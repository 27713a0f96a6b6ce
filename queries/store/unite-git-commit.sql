-- A commit of the history that another store has walked later.
INSERT INTO git_commit (repo_id, sha, committed_at, author_id, merge,
                        documentation)
VALUES (:repo_id, :sha, :committed_at, :author_id, :merge, :documentation)
ON CONFLICT (repo_id, sha) DO UPDATE SET
       committed_at = excluded.committed_at,
       author_id = excluded.author_id,
       merge = excluded.merge,
       documentation = excluded.documentation
 WHERE CASE WHEN (committed_at, author_id, merge, documentation)
                 <> (excluded.committed_at, excluded.author_id,
                     excluded.merge, excluded.documentation)
            THEN digest_moved(2, committed_at, excluded.committed_at,
                                 author_id, excluded.author_id,
                                 merge, excluded.merge,
                                 documentation, excluded.documentation) END;
