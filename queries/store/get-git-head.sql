-- The head that the commits in the store were walked from.
SELECT sha, ref, doc_paths, mailmap, synced_at, branch, stand_ins,
       unmapped
  FROM git_head
 WHERE repo_id = :repo_id;
