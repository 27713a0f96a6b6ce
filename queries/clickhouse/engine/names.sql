-- What repositories are called, of all that are there.
SELECT repo_id, part, place, row
  FROM {state}
 WHERE (repo_id, generation) IN ask_repo AND part IN ('repo', 'repo_name')
