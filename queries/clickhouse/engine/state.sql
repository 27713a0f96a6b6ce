-- What is small of some repositories; their names have been read before, and
-- are here to be counted.
SELECT repo_id, part, place, row
  FROM {state}
 WHERE (repo_id, generation) IN ask_repo
