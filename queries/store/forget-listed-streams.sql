-- After forget-listed-commits: nothing of the lists has been read.
DELETE FROM stream
 WHERE repo_id = :repo_id
   AND CASE WHEN stream GLOB 'documentation*'
            THEN digest_gone(repo_id, stream, finished, etag, watermark, since,
                             synced_at, note, walk_next, walk_etag,
                             walk_newest, credential, walk_credential) END;
