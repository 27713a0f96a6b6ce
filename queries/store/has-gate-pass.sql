-- Whether anything is kept of a question.
SELECT 1 FROM gate_pass WHERE repo_id = :repo_id AND scope = :scope LIMIT 1;
