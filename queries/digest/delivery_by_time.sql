-- What this index has, without a look at the table.
SELECT digest_tally(received_at, delivery_id)
  FROM delivery INDEXED BY delivery_by_time
 WHERE :repo_id = 0;
