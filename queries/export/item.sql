-- The rows of the table `item`, as they stand; of-item.sql has what is told of them,
-- and its arrays are of answers.sql, drafts.sql and turns.sql.
SELECT i.repo_id, i.number, ifnull(i.author_association, '') AS association,
       i.updated_at, i.open, i.comments, ifnull(i.unknown, 0) AS unknown,
       ifnull(d.parts, 0) AS detail_parts,
       ifnull(d.updated_at, 9223372036854775807) AS detail_updated_at,
       ifnull(i.merged_at, 9223372036854775807) AS told_merged_at,
       i.created_at AS told_created_at
  FROM temp.ask_repo AS q
 CROSS JOIN main.item AS i ON i.repo_id = q.repo_id
  LEFT JOIN main.item_detail AS d
    ON d.repo_id = i.repo_id AND d.number = i.number
 ORDER BY q.repo_id, i.number;
