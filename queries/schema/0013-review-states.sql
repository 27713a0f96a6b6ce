-- Migration 13: what a review says. A column is added, and no table is made anew,
-- so this takes a moment, whatever the size of the store.

-- Of a review: 1 comments, 2 approves, 3 asks for changes, 4 said one of the two
-- before and was dismissed since. NULL: nobody has told it, as nothing kept it
-- before this migration; and of a comment. Of several that are told of one review
-- the greatest counts: it changes only when it is dismissed, which is for ever.
ALTER TABLE response ADD COLUMN state INTEGER;
