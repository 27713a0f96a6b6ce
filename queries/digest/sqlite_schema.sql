-- What the tables, indexes and views are, but for where they lie in the file.
SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE :repo_id = 0;
