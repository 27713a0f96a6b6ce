-- The rows of the table `answer`. One may be told of an item that is not.
SELECT p.repo_id, p.number, f.kind AS item_kind, p.kind,
       p.occurred_at, p.forge_id,
       ifnull(p.actor_id, -9223372036854775807 - 1) AS author_id,
       EXISTS (SELECT 1
                 FROM main.account AS a
                WHERE a.host = r.host AND a.forge_id = p.actor_id) AS named,
       f.author_id AS item_author_id,
       f.is_first AS item_is_first, f.created_at AS item_created_at,
       f.merged_at AS item_merged_at, f.started_at, f.shown_until,
       f.answers_read,
       ifnull(p.state, 0) AS state
  FROM temp.ask_repo AS q
 CROSS JOIN main.repo AS r ON r.repo_id = q.repo_id
 CROSS JOIN temp.ask_fact AS f ON f.repo_id = q.repo_id
 CROSS JOIN temp.told_response AS p
    ON p.repo_id = f.repo_id AND p.number = f.number;
