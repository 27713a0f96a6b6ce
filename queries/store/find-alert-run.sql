-- With which repository the alerts of a question are kept that only one has:
-- that of a group.
SELECT repo_id FROM alert_run WHERE scope = :scope
 ORDER BY at_run DESC, repo_id LIMIT 1;
