-- Who opened the items, in the order of of-item.sql, so that the first of each
-- author can be told (src/metric/sqlite/facts_firsts.c).
SELECT repo_id, number, author_id, created_at
  FROM temp.ask_fact
 ORDER BY repo_id, number;
