-- The same of events: one of a merge (3) tells of it, and where all were read,
-- one of this close (1) without any of a merge tells that there was none. The
-- row may be some seconds off; see metric/state.c.
UPDATE item
   SET merged_at = (SELECT min(e.occurred_at)
                      FROM event AS e
                     WHERE e.repo_id = item.repo_id
                       AND e.number = item.number AND e.kind = 3),
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
                                        AND abs(e.occurred_at
                                                - item.closed_at) <= 5))
            THEN digest_row_moved(number, 15, merged_at,
                     (SELECT min(e.occurred_at)
                        FROM event AS e
                       WHERE e.repo_id = item.repo_id
                         AND e.number = item.number AND e.kind = 3))
                 AND digest_row_moved(number, 18, merge_untold, 0) END;
