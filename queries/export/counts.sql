-- How many answers there are, where none were read that could have been counted.
DELETE FROM temp.ask_count;
INSERT INTO temp.ask_count
SELECT q.repo_id, sum(p.kind = 1), sum(p.kind <> 1)
  FROM temp.ask_repo AS q
 CROSS JOIN main.response AS p ON p.repo_id = q.repo_id
 GROUP BY q.repo_id;
