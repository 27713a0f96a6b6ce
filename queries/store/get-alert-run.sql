-- As of when the alerts of a question were last evaluated.
SELECT at_run FROM alert_run WHERE repo_id = :repo_id AND scope = :scope;
