-- It has been read, or is gone.
DELETE FROM doubt
 WHERE repo_id = :repo_id AND stream = :stream AND number = :number
   AND name = :name
   AND digest_gone(repo_id, stream, number, name, kind, status, why,
                   asked_at);
