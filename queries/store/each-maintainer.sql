-- Whom the forge counts among those who look after a repository.
SELECT actor_id FROM maintainer WHERE repo_id = :repo_id;
