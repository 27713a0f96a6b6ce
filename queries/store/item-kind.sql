-- What an item is.
SELECT kind FROM item WHERE repo_id = :repo_id AND number = :number;
