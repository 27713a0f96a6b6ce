-- What happened to an item, by whomever it was told.
SELECT kind, occurred_at, forge_id, actor_id, reason, coalesce(sources, 1)
  FROM event
 WHERE repo_id = :repo_id AND number = :number;
