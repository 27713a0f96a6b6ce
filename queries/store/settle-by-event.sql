-- The same of events: one of a merge (3) tells of it, the one whose time is
-- known best (forge_id 0: its own, -1: one near it). Where all were read, one of
-- this close (1) that the forge has listed, without any of a merge, tells that
-- there was none. The row may be some seconds off; see metric/state.c.
UPDATE item
   SET merged_at = (SELECT e.occurred_at
                      FROM event AS e
                     WHERE e.repo_id = item.repo_id
                       AND e.number = item.number AND e.kind = 3
                     ORDER BY min(e.forge_id, 1) DESC, e.occurred_at
                     LIMIT 1),
       merge_untold = 0
 WHERE repo_id = :repo_id AND merge_untold = 1
   AND CASE WHEN merge_untold = 1
                 AND (EXISTS (SELECT 1
                                FROM event AS e
                               WHERE e.repo_id = item.repo_id
                                 AND e.number = item.number AND e.kind = 3)
                      OR EXISTS (SELECT 1
                                   FROM stream AS s
                                  WHERE s.repo_id = item.repo_id
                                    AND s.stream = :events
                                    AND s.finished AND s.walk_next IS NULL)
                         AND EXISTS (SELECT 1
                                       FROM event AS e
                                      WHERE e.repo_id = item.repo_id
                                        AND e.number = item.number
                                        AND e.kind = 1
                                        AND e.forge_id > 0
                                        AND abs(e.occurred_at
                                                - item.closed_at) <= 5))
            THEN digest_row_moved(number, 15, merged_at,
                     (SELECT e.occurred_at
                        FROM event AS e
                       WHERE e.repo_id = item.repo_id
                         AND e.number = item.number AND e.kind = 3
                       ORDER BY min(e.forge_id, 1) DESC, e.occurred_at
                       LIMIT 1))
                 AND digest_row_moved(number, 18, merge_untold, 0) END;
