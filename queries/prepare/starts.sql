-- The items that were opened, or merged, between the start of the oldest window and
-- the end of the newest: when the wait for an answer began. Those whose answers
-- could not be read are left out. What is opened as a draft waits from its first
-- ready_for_review (4) on: its first draft event is that, or it has none and still
-- is a draft.
CREATE TEMP VIEW told_start AS
SELECT i.repo_id, i.kind, i.number, i.actor_id, i.draft, i.state_reason,
       i.created_at, i.closed_at, i.merged_at, i.merge_untold, i.gone_at,
       CASE
       WHEN i.kind = 1 THEN i.created_at
       ELSE coalesce(
           (SELECT e.occurred_at
              FROM temp.told_event AS e
             WHERE e.repo_id = i.repo_id AND e.number = i.number
               AND e.kind = 4
               AND NOT EXISTS (SELECT 1
                                 FROM temp.told_event AS d
                                WHERE d.repo_id = e.repo_id
                                  AND d.number = e.number AND d.kind = 5
                                  AND (d.occurred_at, d.forge_id)
                                      < (e.occurred_at, e.forge_id))
             ORDER BY e.occurred_at, e.forge_id
             LIMIT 1),
           CASE
           WHEN i.draft = 1
                AND NOT EXISTS (SELECT 1
                                  FROM temp.told_event AS e
                                 WHERE e.repo_id = i.repo_id
                                   AND e.number = i.number
                                   AND e.kind IN (4, 5))
           THEN NULL
           ELSE i.created_at
           END)
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
