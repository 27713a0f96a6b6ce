-- What another repository has kept of a question in this table, for this one.
INSERT INTO scan_result (repo_id, scope, as_of, verdict, class)
SELECT :repo_id, scope, as_of, verdict, class
  FROM scan_result
 WHERE repo_id = :from_id AND scope = :scope;
