-- When the items were open, as their events tell it; in the order they were replayed.
SELECT repo_id, number, opened_at,
       ifnull(ended_at, 9223372036854775807) AS ended_at, closed,
       ifnull(closed_until, 9223372036854775807) AS closed_until,
       CASE kind WHEN 1 THEN ifnull(reason, '') ELSE '' END AS reason,
       CASE kind WHEN 2 THEN merge_untold ELSE 0 END AS stretch_merge_untold
  FROM temp.told_stretch
 ORDER BY place;
