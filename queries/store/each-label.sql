-- The labels of an item.
SELECT label
  FROM item_label
 WHERE repo_id = :repo_id AND number = :number
 ORDER BY label;
