-- Whether an item has labels.
SELECT 1 FROM item_label WHERE repo_id = :repo_id AND number = :number LIMIT 1;
