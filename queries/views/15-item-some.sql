-- v_item as 15-item-all.sql has it, where a slice was asked for or something could
-- not be read: to ask that of each item of each metric takes time.
CREATE TEMP VIEW v_item AS
SELECT i.repo_id, i.number, i.kind, i.title, i.author_id AS actor_id, i.draft,
       i.state_reason, i.created_at, i.closed_at, i.merged_at,
       i.merge_untold, i.gone_at
  FROM temp.ask_repo AS r
 CROSS JOIN temp.told_item AS i ON i.repo_id = r.repo_id
 WHERE (NOT (SELECT items_sliced FROM temp.ask_slice)
        OR EXISTS (SELECT 1
                     FROM temp.ask_item AS s
                    WHERE s.repo_id = i.repo_id AND s.number = i.number))
   AND (NOT (SELECT items_doubted FROM temp.ask_slice)
        OR NOT EXISTS (SELECT 1
                         FROM temp.ask_doubt AS d
                        WHERE d.repo_id = i.repo_id AND d.number = i.number
                          AND d.stream = 'issues'));
