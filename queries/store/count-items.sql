-- The items that have changed since a time, and those that are open.
SELECT count(*)
  FROM item
 WHERE repo_id = :repo_id AND gone_at IS NULL
   AND (updated_at >= :start OR open);
