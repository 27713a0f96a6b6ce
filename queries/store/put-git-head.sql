-- The head that the commits in the store were walked from.
INSERT INTO git_head (repo_id, sha, ref, doc_paths, mailmap, synced_at,
                      branch, stand_ins, unmapped)
VALUES (:repo_id, :sha, :ref, :doc_paths, :mailmap, :synced_at, :branch,
        :stand_ins, :unmapped)
ON CONFLICT (repo_id) DO UPDATE SET
       sha = excluded.sha,
       ref = excluded.ref,
       doc_paths = excluded.doc_paths,
       mailmap = excluded.mailmap,
       synced_at = excluded.synced_at,
       branch = excluded.branch,
       stand_ins = excluded.stand_ins,
       unmapped = excluded.unmapped;
