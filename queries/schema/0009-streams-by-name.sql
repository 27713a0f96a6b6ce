-- Migration 9: streams are kept by their names (src/model/stream.h), which never
-- change, and no longer by numbers that were a bit of a set as well.

CREATE TABLE stream_name (
	number INTEGER PRIMARY KEY,
	name   TEXT NOT NULL
) STRICT;
INSERT INTO stream_name
VALUES (1, 'repository'), (2, 'issues'), (4, 'releases'), (8, 'events'),
       (128, 'comments'), (256, 'reviews'), (512, 'bases'),
       (1024, 'documentation'), (2048, 'merges'), (8192, 'backlog'),
       (16384, 'tail'), (32768, 'recheck');
-- The lists of commits to the documentation.
WITH RECURSIVE list (n) AS (
	SELECT 1 UNION ALL SELECT n + 1 FROM list WHERE n < 63
)
INSERT INTO stream_name SELECT 1024 + n, 'documentation/' || n FROM list;

-- It reads the table that goes.
DROP VIEW documentation_source;

-- How far each stream of a repository has been read. The first group is of the
-- last walk that reached its end, the second of one under way. The credential
-- is the one that an ETag was got with: '' without a token, else a part of a
-- digest of it; NULL: not known.
CREATE TABLE stream_of_9 (
	repo_id         INTEGER NOT NULL REFERENCES repo,
	stream          TEXT    NOT NULL,
	finished        INTEGER NOT NULL,    -- a walk has reached its end
	etag            TEXT,                -- of its first page
	watermark       INTEGER,             -- newest of its first page
	since           INTEGER,             -- records go back to here
	synced_at       INTEGER,             -- when it was last found current
	note            TEXT,                -- 'issues disabled'
	walk_next       TEXT,                -- where to go on; NULL: no walk
	walk_etag       TEXT,
	walk_newest     INTEGER,
	credential      TEXT,
	walk_credential TEXT,
	PRIMARY KEY (repo_id, stream)
) STRICT, WITHOUT ROWID;
-- Rows of no repository are damage, which shows without them, too.
INSERT INTO stream_of_9
SELECT s.repo_id, coalesce(n.name, CAST(s.stream AS TEXT)), s.finished, s.etag,
       s.watermark, s.since, s.synced_at, s.note, s.walk_next, s.walk_etag,
       s.walk_newest, s.credential, s.walk_credential
  FROM stream AS s
  JOIN repo AS r ON r.repo_id = s.repo_id
  LEFT JOIN stream_name AS n ON n.number = s.stream;
DROP TABLE stream;
ALTER TABLE stream_of_9 RENAME TO stream;

-- A single thing that the forge has listed, or should have, and that cannot be
-- read: it is left out of the numbers and counted, and asked for again by
-- itself until it is read or gone. stream is whose it is: of 'issues' an item,
-- of 'reviews' the answers to a pull request, of 'bases' its branch. number is
-- that of an item, of 'documentation' that of the list, 0 where there is none;
-- name is what else it is known by, the forge's number or a commit's. kind is
-- the item's, 0 where that is not known.
--
-- A row with number 0 and no name stands for an unknown number of things: a
-- list that the forge says is not all there is.
CREATE TABLE doubt_of_9 (
	repo_id  INTEGER NOT NULL REFERENCES repo,
	stream   TEXT    NOT NULL,
	number   INTEGER NOT NULL,
	name     TEXT    NOT NULL,
	kind     INTEGER NOT NULL,
	status   INTEGER NOT NULL,           -- that the server answered with
	why      TEXT    NOT NULL,           -- for people
	asked_at INTEGER NOT NULL,           -- the last time
	PRIMARY KEY (repo_id, stream, number, name)
) STRICT, WITHOUT ROWID;
INSERT INTO doubt_of_9
SELECT d.repo_id, coalesce(n.name, CAST(d.stream AS TEXT)), d.number, d.name,
       d.kind, d.status, d.why, d.asked_at
  FROM doubt AS d
  JOIN repo AS r ON r.repo_id = d.repo_id
  LEFT JOIN stream_name AS n ON n.number = d.stream;
DROP TABLE doubt;
ALTER TABLE doubt_of_9 RENAME TO doubt;

DROP TABLE stream_name;

-- Where commits to the documentation are known from: 'rest', the lists of the
-- forge, where those were read later than the history of a clone, else 'git'.
-- A note says why the lists have nothing.
CREATE VIEW documentation_source AS
SELECT r.repo_id,
       CASE WHEN s.synced_at > coalesce(h.synced_at, s.synced_at - 1)
            THEN 'rest' ELSE 'git' END AS source
  FROM repo AS r
  LEFT JOIN git_head AS h ON h.repo_id = r.repo_id
  LEFT JOIN stream AS s
    ON s.repo_id = r.repo_id AND s.stream = 'documentation' AND s.finished = 1
   AND s.note IS NULL;
