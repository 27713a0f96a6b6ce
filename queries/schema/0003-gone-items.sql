-- Migration 3: items that have vanished. No list tells that an issue was
-- deleted or moved to another repository; a sweep over all of them finds out.

-- Since when it is gone, as far as is known; NULL: it is there. closed_at of
-- one that was open is the same time.
ALTER TABLE item ADD COLUMN gone_at INTEGER;

-- When a sweep has met it last.
ALTER TABLE item ADD COLUMN swept_at INTEGER;

-- As before, with all that the views show.
DROP INDEX item_by_creation;
DROP INDEX item_by_close;
DROP INDEX item_by_merge;
CREATE INDEX item_by_creation
	ON item (repo_id, kind, created_at, closed_at, author_id, gone_at);
CREATE INDEX item_by_close
	ON item (repo_id, kind, closed_at, created_at, author_id, gone_at)
	WHERE closed_at IS NOT NULL;
CREATE INDEX item_by_merge
	ON item (repo_id, kind, merged_at, created_at, author_id)
	WHERE merged_at IS NOT NULL;
