-- How far a stream has been read.
INSERT INTO stream (repo_id, stream, finished, etag, watermark, since,
                    synced_at, note, walk_next, walk_etag, walk_newest,
                    credential, walk_credential)
VALUES (:repo_id, :stream, :finished, :etag, :watermark, :since,
        :synced_at, :note, :walk_next, :walk_etag, :walk_newest,
        :credential, :walk_credential)
ON CONFLICT (repo_id, stream) DO UPDATE SET
       finished = excluded.finished,
       etag = excluded.etag,
       watermark = excluded.watermark,
       since = excluded.since,
       synced_at = excluded.synced_at,
       note = excluded.note,
       walk_next = excluded.walk_next,
       walk_etag = excluded.walk_etag,
       walk_newest = excluded.walk_newest,
       credential = excluded.credential,
       walk_credential = excluded.walk_credential
 WHERE digest_moved(2, finished, excluded.finished,
                       etag, excluded.etag,
                       watermark, excluded.watermark,
                       since, excluded.since,
                       synced_at, excluded.synced_at,
                       note, excluded.note,
                       walk_next, excluded.walk_next,
                       walk_etag, excluded.walk_etag,
                       walk_newest, excluded.walk_newest,
                       credential, excluded.credential,
                       walk_credential, excluded.walk_credential);
