-- v_item: one row an item of the repositories and the slice asked for. kind
-- is 1 for an issue, 2 for a pull request; title is NULL where no source has
-- told it; actor_id is the author, NULL for a deleted account. gone_at is since
-- when it has vanished, NULL if it has not; closed_at of one that was open until
-- then is the same time. merge_untold is 1 for a closed pull request if the
-- server does not say whether it was merged: merged_at is NULL then, too. CROSS
-- JOIN, here and in the other views, is SQLite's way to say that the
-- repositories come first: a store may hold thousands that were not asked for.
-- An item that could not be read is not among them.
CREATE TEMP VIEW v_item AS
SELECT i.repo_id, i.number, i.kind, i.title, i.author_id AS actor_id, i.draft,
       i.state_reason, i.created_at, i.closed_at, i.merged_at,
       i.merge_untold, i.gone_at
  FROM temp.ask_repo AS r
 CROSS JOIN temp.told_item AS i ON i.repo_id = r.repo_id;
