-- What a row of `answer` has of its item.
SELECT repo_id, number, kind AS item_kind, author_id AS item_author_id,
       created_at AS item_created_at, merged_at AS item_merged_at, started_at,
       shown_until, answers_read
  FROM temp.ask_fact
 ORDER BY repo_id, number;
