-- Migration 8, part: what a row does not say of a merge.
--
-- A pull request that is closed, of whose merge nothing is known: its row has
-- no key merged_at (GitHub's of 2015, old Enterprise servers). 0 for all else:
-- of those that were read before nobody knows any more.
ALTER TABLE item ADD COLUMN merge_untold INTEGER NOT NULL DEFAULT 0;

CREATE INDEX item_by_untold
	ON item (repo_id, closed_at) WHERE merge_untold = 1;

-- What the list of pull requests says of it; told 0: nothing.
ALTER TABLE pull_base ADD COLUMN told INTEGER NOT NULL DEFAULT 0;
ALTER TABLE pull_base ADD COLUMN closed_at INTEGER;
ALTER TABLE pull_base ADD COLUMN merged_at INTEGER;

-- What is open is not closed, whatever its row says besides.
UPDATE item SET closed_at = NULL WHERE open = 1 AND closed_at IS NOT NULL;
