-- What this index has of a repository, without a look at the table.
SELECT digest_tally(kind, closed_at, created_at, author_id, gone_at,
                    number)
  FROM item INDEXED BY item_by_close
 WHERE repo_id = :repo_id AND closed_at IS NOT NULL;
