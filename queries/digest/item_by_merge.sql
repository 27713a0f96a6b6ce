-- What this index has of a repository, without a look at the table.
SELECT digest_tally(kind, merged_at, created_at, author_id, number)
  FROM item INDEXED BY item_by_merge
 WHERE repo_id = :repo_id AND merged_at IS NOT NULL;
