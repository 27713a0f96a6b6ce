-- What a row of `event` has of its item.
SELECT repo_id, number, kind AS item_kind, author_id AS item_author_id,
       shown_until
  FROM temp.ask_fact
 ORDER BY repo_id, number;
