-- An item is gone, and with it whatever was in doubt of it. (The number of a
-- commit, 1024, is that of its list.)
DELETE FROM doubt
 WHERE repo_id = :repo_id AND number = :number AND number > 0
   AND stream <> 1024;
