-- Migration 8.

-- --- digests ---

-- What each table should hold of each repository: how many rows, the sum of a
-- number made of the key of each, and the sum of one made of all of it
-- (src/store/digest.c), both modulo 2^64 and as it comes with a sign. part is a value of enum store_part. Repository 0 has what is of no
-- repository: the accounts, and the schema. No row: nothing. It is written in
-- the transactions that change the rows; whoever migrates fills it in.
CREATE TABLE digest (
	repo_id INTEGER NOT NULL,
	part    INTEGER NOT NULL,
	rows    INTEGER NOT NULL,
	keys    INTEGER NOT NULL,
	sum     INTEGER NOT NULL,
	PRIMARY KEY (repo_id, part)
) STRICT, WITHOUT ROWID;
