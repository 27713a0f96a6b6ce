-- The windows in which a pull request was closed of which nobody says whether
-- it was merged. The close is taken for the time of the merge. Of v_item, for
-- the index that holds nothing but these.
SELECT p.repo_id, w.window_no, p.actor_id
  FROM temp.v_window AS w
 CROSS JOIN temp.v_item AS p
    ON p.merge_untold = 1
   AND p.closed_at >= w.starts_at AND p.closed_at < w.ends_at
   AND p.created_at < w.ends_at;
