-- By which documentation paths commits are listed, how far all of the lists go
-- back (NULL: to the first commit), and whether they are what tells of the
-- documentation.
SELECT l.doc_paths,
       (SELECT max(s.since)
          FROM stream AS s
         WHERE s.repo_id = l.repo_id AND s.stream GLOB 'documentation/*'),
       (SELECT d.source = 'rest'
          FROM documentation_source AS d
         WHERE d.repo_id = l.repo_id)
  FROM listing AS l
 WHERE l.repo_id = :repo_id;
