-- The keys of all rows of a repository, and what indexes have of them.
SELECT digest_tally(number, kind, created_at, closed_at, merged_at,
                    author_id, gone_at, merge_untold)
  FROM item NOT INDEXED
 WHERE repo_id = :repo_id;
