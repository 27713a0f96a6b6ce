-- Migration 8, of the head: `stand_ins` is a digest of the replace refs and
-- grafts that were followed, zeroes for none; NULL: walked before they were, and
-- before commits and .mailmap were read as git reads them, so it is walked anew.
-- `unmapped` is 1 when the head's .mailmap was not there to be read: then
-- `mailmap` is zeroes, so that it is read when it is.
ALTER TABLE git_head ADD COLUMN stand_ins BLOB;
ALTER TABLE git_head ADD COLUMN unmapped INTEGER NOT NULL DEFAULT 0;
