-- Something that cannot be read. What is known of it already stays.
INSERT INTO doubt (repo_id, stream, number, name, status, why, asked_at, kind)
VALUES (:repo_id, :stream, :number, :name, :status, :why, :asked_at,
        coalesce((SELECT i.kind
                    FROM item AS i
                   WHERE i.repo_id = :repo_id AND i.number = :number
                     AND :stream <> 1024), :kind))
ON CONFLICT (repo_id, stream, number, name) DO UPDATE SET
       kind = max(kind, excluded.kind),
       status = excluded.status,
       why = excluded.why,
       asked_at = excluded.asked_at;
