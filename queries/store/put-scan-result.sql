-- What a scan says of a repository.
INSERT INTO scan_result (repo_id, scope, as_of, verdict, class)
VALUES (:repo_id, :scope, :as_of, :verdict, :class)
ON CONFLICT (repo_id, scope, as_of) DO UPDATE SET
       verdict = excluded.verdict,
       class = excluded.class
 WHERE digest_moved(3, verdict, excluded.verdict,
                       class, excluded.class);
