-- Who an author is after the mailmap.
UPDATE git_author SET mapped = :mapped WHERE author_id = :author_id;
