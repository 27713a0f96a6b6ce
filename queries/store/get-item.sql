-- An item as it is stored.
SELECT kind, forge_id, title, author_id, author_association, state_reason,
       open, locked, draft, comments, created_at, updated_at, closed_at,
       merged_at, merge_untold, gone_at, source, mark, unknown,
       coalesce(sources, 1), swept_at
  FROM item
 WHERE repo_id = :repo_id AND number = :number;
