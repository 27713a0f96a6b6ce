-- An answer, by its number: where more than one was stored before several
-- sources told of the repository, the one whose time counts comes first.
SELECT occurred_at, near, actor_id, sources, state
  FROM response
 WHERE repo_id = :repo_id AND number = :number AND kind = :kind
   AND forge_id = :forge_id
 ORDER BY near IS NOT NULL, occurred_at;
