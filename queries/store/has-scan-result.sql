-- Whether anything is kept of a question.
SELECT 1 FROM scan_result WHERE repo_id = :repo_id AND scope = :scope LIMIT 1;
