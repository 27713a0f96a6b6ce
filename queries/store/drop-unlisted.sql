-- What a walk of a list that went back to `since` (NULL: to its end) did not
-- meet is gone from it: the history was rewritten.
DELETE FROM listed_commit
 WHERE repo_id = :repo_id AND list = :list
   AND CASE WHEN committed_at >= coalesce(:since, committed_at)
                 AND walk < :walk
            THEN digest_gone(repo_id, list, sha, committed_at, author_id,
                             merge, walk) END;
