-- Of the items that were opened, or merged, between the start of the oldest
-- window and the end of the newest: when the wait for an answer began, and when
-- a person who is not the author first gave one. Those whose answers could not be
-- read are left out. A deleted account is a
-- person, and nobody's own. What is opened as a draft waits from its first
-- ready_for_review (4) on: its first draft event is that, or it has none
-- and still is a draft.
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
  FROM (SELECT i.repo_id, i.kind, i.number, i.actor_id, i.created_at,
               i.merged_at,
               CASE
               WHEN i.kind = 1 THEN i.created_at
               ELSE coalesce(
                   (SELECT CASE e.kind
                           WHEN 4 THEN e.occurred_at
                           ELSE i.created_at
                           END
                      FROM temp.told_event AS e
                     WHERE e.repo_id = i.repo_id AND e.number = i.number
                       AND e.kind IN (4, 5)
                     ORDER BY e.occurred_at, e.forge_id
                     LIMIT 1),
                   CASE WHEN i.draft = 1 THEN NULL ELSE i.created_at END)
               END AS started_at
          FROM (SELECT min(starts_at) AS starts_at, max(ends_at) AS ends_at
                  FROM temp.ask_window) AS w
         CROSS JOIN temp.v_item AS i
         WHERE (i.created_at >= w.starts_at AND i.created_at < w.ends_at
                OR i.merged_at >= w.starts_at AND i.merged_at < w.ends_at)
           AND NOT EXISTS (SELECT 1
                             FROM temp.ask_doubt AS d
                            WHERE d.repo_id = i.repo_id
                              AND d.number = i.number
                              AND d.stream = 'reviews')) AS s;

CREATE INDEX temp.ask_first_by_creation
	ON ask_first (repo_id, kind, created_at);
CREATE INDEX temp.ask_first_by_merge
	ON ask_first (repo_id, kind, merged_at) WHERE merged_at IS NOT NULL;
