-- Who an author is after the mailmap.
UPDATE git_author SET mapped = :mapped
 WHERE repo_id = :repo_id AND author_id = :author_id
   AND digest_moved(4, mapped, :mapped);
