-- What was found of a stream since then was none.
DELETE FROM doubt
 WHERE repo_id = :repo_id AND stream = :stream AND asked_at >= :since;
