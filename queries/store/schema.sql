-- All that a store consists of, but for what SQLite counts of it by itself.
SELECT type, name, tbl_name, coalesce(sql, '')
  FROM sqlite_schema
 WHERE name NOT GLOB 'sqlite_stat*'
 ORDER BY type, name;
