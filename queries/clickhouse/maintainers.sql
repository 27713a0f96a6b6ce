-- columns: repo_id Int64, actor_id Int64
-- The accounts that the forge calls owner, member or collaborator, as what they
-- opened tells (queries/lifecycle/associates.sql). Whoever asks adds those that
-- are told elsewhere and the named ones, and sends all as ask_maintainer.
SELECT DISTINCT repo_id, author_id AS actor_id
  FROM {item}
PREWHERE (repo_id, generation) IN ask_repo
               AND association IN ('OWNER', 'MEMBER', 'COLLABORATOR')
 WHERE author_id != -9223372036854775808;
