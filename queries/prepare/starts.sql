-- The items that were opened, or merged, between the start of the oldest window and
-- the end of the newest: when the wait for an answer began. Those whose answers
-- could not be read are left out. What is opened as a draft waits from its first
-- ready_for_review (4) on: its first draft event is that, or it has none and still
-- is a draft.
CREATE TEMP VIEW told_start AS
SELECT i.repo_id, i.kind, i.number, i.actor_id, i.created_at,
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
                      AND d.stream = 'reviews');
