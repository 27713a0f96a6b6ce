-- How far a stream has been read.
SELECT finished, etag, watermark, since, synced_at, note, walk_next,
       walk_etag, walk_newest, credential, walk_credential
  FROM stream
 WHERE repo_id = :repo_id AND stream = :stream;
