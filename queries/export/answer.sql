-- The rows of the table `answer`. One may be told of an item that is not.
SELECT p.repo_id, p.number, ifnull(f.kind, 0) AS item_kind, p.kind,
       p.occurred_at, p.forge_id,
       ifnull(p.actor_id, -9223372036854775807 - 1) AS author_id,
       EXISTS (SELECT 1
                 FROM main.account AS a
                WHERE a.host = r.host AND a.forge_id = p.actor_id) AS named,
       ifnull(f.author_id, -9223372036854775807 - 1) AS item_author_id,
       ifnull(f.created_at, 9223372036854775807) AS item_created_at,
       ifnull(f.merged_at, 9223372036854775807) AS item_merged_at,
       ifnull(f.started_at, 9223372036854775807) AS started_at,
       ifnull(f.shown_until, -9223372036854775807 - 1) AS shown_until,
       ifnull(f.answers_read, 0) AS answers_read,
       ifnull(p.state, 0) AS state
  FROM temp.ask_repo AS q
 CROSS JOIN main.repo AS r ON r.repo_id = q.repo_id
 CROSS JOIN temp.told_response AS p ON p.repo_id = q.repo_id
  LEFT JOIN temp.ask_fact AS f
    ON f.repo_id = p.repo_id AND f.number = p.number;
