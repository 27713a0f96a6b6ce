-- The questions that were asked about a repository, of which something is kept.
SELECT scope FROM alert_run WHERE repo_id = :repo_id
UNION
SELECT scope FROM gate_pass WHERE repo_id = :repo_id
UNION
SELECT scope FROM scan_result WHERE repo_id = :repo_id;
