-- What could not be read of the repositories asked for.
INSERT OR IGNORE INTO temp.ask_doubt (repo_id, stream, number, name, kind, created_at,
                            merged_at)
SELECT d.repo_id, d.stream, d.number, d.name, d.kind, i.created_at, i.merged_at
  FROM temp.ask_repo AS q
 CROSS JOIN main.doubt AS d ON d.repo_id = q.repo_id
  LEFT JOIN main.item AS i
    ON i.repo_id = d.repo_id AND i.number = d.number
   AND d.stream <> 'documentation';

UPDATE temp.ask_slice
   SET items_doubted = EXISTS (SELECT 1 FROM temp.ask_doubt);
