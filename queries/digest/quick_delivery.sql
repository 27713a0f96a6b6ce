-- All deliveries, and what indexes have of them.
SELECT digest_tally(delivery_id, received_at)
  FROM delivery NOT INDEXED
 WHERE :repo_id = 0;
