-- The labels of an item, before those of its newest row are put.
DELETE FROM item_label
 WHERE repo_id = :repo_id AND number = :number
   AND digest_gone(repo_id, number, label);
