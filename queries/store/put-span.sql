-- From when to when a source told of a stream.
INSERT INTO span (repo_id, stream, source, starts_at, complete, ends_at)
VALUES (:repo_id, :stream, :source, :starts_at, :complete, :ends_at);
