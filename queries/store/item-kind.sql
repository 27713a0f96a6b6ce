-- What an item is, and when it last changed.
SELECT kind, updated_at
  FROM item WHERE repo_id = :repo_id AND number = :number;
