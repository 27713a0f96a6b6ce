-- What is deleted of a repository, says a source.
SELECT DISTINCT kind, forge_id FROM removal WHERE repo_id = :repo_id;
