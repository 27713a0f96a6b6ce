-- The rows of the table `answer`, but for what is of their item and whether their
-- author has an account (of-answer.sql). One may be told of an item that is not.
SELECT p.repo_id, p.number, p.kind, p.occurred_at, p.forge_id,
       ifnull(p.actor_id, -9223372036854775807 - 1) AS author_id,
       ifnull(p.state, 0) AS state
  FROM temp.ask_repo AS q
 CROSS JOIN temp.told_response AS p ON p.repo_id = q.repo_id
 ORDER BY q.repo_id, p.number;
