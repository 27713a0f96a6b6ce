-- When the pull requests of the windows were drafts: from each
-- convert_to_draft (5) to the ready_for_review (4) that follows.
INSERT OR IGNORE INTO temp.ask_draft (repo_id, number, drafted_at, readied_at)
SELECT i.repo_id, i.number, e.occurred_at,
       (SELECT min(n.occurred_at)
          FROM temp.told_event AS n
         WHERE n.repo_id = e.repo_id AND n.number = e.number AND n.kind = 4
           AND n.occurred_at > e.occurred_at)
  FROM temp.ask_first AS i
 CROSS JOIN temp.told_event AS e
    ON e.repo_id = i.repo_id AND e.number = i.number AND e.kind = 5
 WHERE i.kind = 2;

-- And from the beginning where the wait for an answer began later or never:
-- it was opened as a draft.
INSERT OR IGNORE INTO temp.ask_draft (repo_id, number, drafted_at, readied_at)
SELECT i.repo_id, i.number, i.created_at, i.started_at
  FROM temp.ask_first AS i
 WHERE i.kind = 2 AND i.started_at IS NOT i.created_at;
