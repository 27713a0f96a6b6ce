-- By which documentation paths commits are listed from here on.
INSERT INTO listing (repo_id, doc_paths)
VALUES (:repo_id, :doc_paths)
ON CONFLICT (repo_id) DO UPDATE SET doc_paths = excluded.doc_paths;
