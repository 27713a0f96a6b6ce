-- The answers to an item, by whomever they were told.
SELECT kind, forge_id, occurred_at, near IS NOT NULL, actor_id,
       coalesce(sources, 1), state
  FROM response
 WHERE repo_id = :repo_id AND number = :number;
