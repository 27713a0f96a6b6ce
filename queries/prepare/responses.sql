-- When a person who is not the author first answered the items of told_start. A
-- deleted account is a person, and nobody's own.
INSERT INTO temp.ask_first (repo_id, kind, number, actor_id, created_at,
                            merged_at, started_at, responded_at)
SELECT s.repo_id, s.kind, s.number, s.actor_id, s.created_at, s.merged_at,
       s.started_at,
       (SELECT p.occurred_at
          FROM temp.told_response AS p
         WHERE p.repo_id = s.repo_id AND p.number = s.number
           AND p.occurred_at >= s.started_at
           AND (p.actor_id IS NULL
                OR (p.repo_id, p.actor_id) IN temp.ask_ghost
                OR p.actor_id IS NOT s.actor_id
                   AND NOT EXISTS (SELECT 1
                                     FROM temp.ask_bot AS b
                                    WHERE b.repo_id = p.repo_id
                                      AND b.actor_id = p.actor_id))
         ORDER BY p.occurred_at
         LIMIT 1)
  FROM temp.told_start AS s;

CREATE INDEX temp.ask_first_by_creation
	ON ask_first (repo_id, kind, created_at);
CREATE INDEX temp.ask_first_by_merge
	ON ask_first (repo_id, kind, merged_at) WHERE merged_at IS NOT NULL;
