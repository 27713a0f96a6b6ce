-- Something that cannot be read. What is known of it already stays.
INSERT INTO doubt (repo_id, stream, number, name, status, why, asked_at, kind)
VALUES (:repo_id, :stream, :number, :name, :status, :why, :asked_at, :kind)
ON CONFLICT (repo_id, stream, number, name) DO UPDATE SET
       kind = max(kind, excluded.kind),
       status = excluded.status,
       why = excluded.why,
       asked_at = excluded.asked_at
 WHERE digest_moved(4, kind, max(kind, excluded.kind),
                       status, excluded.status,
                       why, excluded.why,
                       asked_at, excluded.asked_at);
