-- Every repository that there is, or should be.
SELECT repo_id FROM repo NOT INDEXED
 UNION
SELECT repo_id FROM digest WHERE repo_id <> 0
 ORDER BY 1;
