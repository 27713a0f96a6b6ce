-- Migration 4: whose ETags they are.

-- The credential that `etag` and `walk_etag` were got with: '' without a token,
-- else a part of a digest of it, never the token. A server gives another ETag
-- to another, so one is of use to its own only. NULL: not known, as of those
-- that were stored before.
ALTER TABLE stream ADD COLUMN credential TEXT;
ALTER TABLE stream ADD COLUMN walk_credential TEXT;
