-- An item is gone, and with it whatever was in doubt of it. (The number of a
-- commit is that of its list.)
DELETE FROM doubt
 WHERE repo_id = :repo_id
   AND CASE WHEN number = :number AND number > 0 AND stream <> 'documentation'
            THEN digest_gone(repo_id, stream, number, name, kind, status, why,
                             asked_at) END;
