-- From when on an answer ends the wait of an item, and whose own does not: of a
-- deleted account's item, nobody's. In doubt: never.
SELECT f.repo_id, f.number,
       CASE WHEN f.answers_read THEN f.started_at
            ELSE 9223372036854775807 END AS from_at,
       CASE WHEN (f.repo_id, f.author_id) IN temp.ask_ghost
            THEN -9223372036854775807 - 1
            ELSE f.author_id END AS own
  FROM temp.ask_fact AS f
 ORDER BY f.repo_id, f.number;
