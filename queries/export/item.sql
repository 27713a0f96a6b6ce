-- The rows of the table `item`, but for its arrays: those are in answered.sql,
-- drafts.sql and stretches.sql.
SELECT f.repo_id, f.number, f.kind, f.shown_until, f.answers_read, f.author_id,
       f.is_first, f.named, ifnull(i.author_association, '') AS association,
       f.created_at, i.updated_at,
       ifnull(t.closed_at, 9223372036854775807) AS closed_at, f.merged_at,
       ifnull(t.gone_at, 9223372036854775807) AS gone_at, t.merge_untold,
       i.open, ifnull(t.draft, 2) AS draft,
       ifnull(t.state_reason, '') AS state_reason, i.comments,
       ifnull(i.unknown, 0) AS unknown, ifnull(d.parts, 0) AS detail_parts,
       ifnull(d.updated_at, 9223372036854775807) AS detail_updated_at,
       ifnull(i.merged_at, 9223372036854775807) AS told_merged_at,
       i.created_at AS told_created_at, f.started_at
  FROM temp.ask_fact AS f
 CROSS JOIN main.item AS i ON i.repo_id = f.repo_id AND i.number = f.number
 CROSS JOIN temp.told_item AS t
    ON t.repo_id = f.repo_id AND t.number = f.number
  LEFT JOIN main.item_detail AS d
    ON d.repo_id = f.repo_id AND d.number = f.number
 ORDER BY f.repo_id, f.number;
