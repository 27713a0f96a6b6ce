-- Migration 5: commits to the documentation as the forge lists them, for those
-- who have no clone.

-- Each list is of the commits that touch a file or a folder, for it has to be
-- asked for by one. list counts from 1; 1024 + list is its stream, and 1024
-- the one that tells whether there is anything new in any of them. walk is the
-- one that has met the commit last; they are counted from 1. Merges are kept,
-- but are no commits to anything.
CREATE TABLE listed_commit (
	repo_id      INTEGER NOT NULL REFERENCES repo,
	list         INTEGER NOT NULL,
	sha          BLOB    NOT NULL,
	committed_at INTEGER NOT NULL,       -- committer time
	author_id    INTEGER NOT NULL,       -- git_author.author_id
	merge        INTEGER NOT NULL,       -- has more than one parent
	walk         INTEGER NOT NULL,
	PRIMARY KEY (repo_id, list, sha)
) STRICT, WITHOUT ROWID;

-- By which documentation paths the lists were chosen.
CREATE TABLE listing (
	repo_id   INTEGER PRIMARY KEY REFERENCES repo,
	doc_paths TEXT    NOT NULL           -- key, as in git_head
) STRICT;

-- Where commits to the documentation are told from: 'rest', the lists of the
-- forge, where those were read later than the history of a clone, else 'git'.
-- A note says why the lists tell nothing.
CREATE VIEW documentation_source AS
SELECT r.repo_id,
       CASE WHEN s.synced_at > coalesce(h.synced_at, s.synced_at - 1)
            THEN 'rest' ELSE 'git' END AS source
  FROM repo AS r
  LEFT JOIN git_head AS h ON h.repo_id = r.repo_id
  LEFT JOIN stream AS s
    ON s.repo_id = r.repo_id AND s.stream = 1024 AND s.finished = 1
   AND s.note IS NULL;
