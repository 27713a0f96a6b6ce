-- What this index has of a repository, without a look at the table.
SELECT digest_tally(kind, created_at, closed_at, author_id, gone_at,
                    number)
  FROM item INDEXED BY item_by_creation
 WHERE repo_id = :repo_id;
