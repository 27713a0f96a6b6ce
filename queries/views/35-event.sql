-- v_event: what happened to the items of the slice. kind: 1 closed,
-- 2 reopened, 3 merged, 4 ready_for_review, 5 convert_to_draft,
-- 6 converted_to_discussion. actor_id is the item's author, by_id who did it.
CREATE TEMP VIEW v_event AS
SELECT e.repo_id, e.number, i.kind AS item_kind, e.kind, e.occurred_at,
       i.actor_id, e.actor_id AS by_id, e.reason
  FROM temp.ask_repo AS r
 CROSS JOIN temp.told_event AS e ON e.repo_id = r.repo_id
 CROSS JOIN v_item AS i ON i.repo_id = e.repo_id AND i.number = e.number;
