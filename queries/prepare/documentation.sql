-- The commits to the documentation, from where they are told best.
INSERT INTO temp.ask_documented (repo_id, source)
SELECT d.repo_id, d.source
  FROM temp.ask_repo AS q
 CROSS JOIN main.documentation_source AS d ON d.repo_id = q.repo_id;

INSERT OR IGNORE INTO temp.ask_documentation
       (repo_id, committed_at, sha, author_id)
SELECT c.repo_id, c.committed_at, c.sha, c.author_id
  FROM temp.ask_documented AS q
 CROSS JOIN main.git_commit AS c INDEXED BY git_commit_by_time
    ON c.repo_id = q.repo_id AND c.documentation = 1 AND c.merge = 0
 WHERE q.source = 'git'
UNION ALL
SELECT l.repo_id, l.committed_at, l.sha, l.author_id
  FROM temp.ask_documented AS q
 CROSS JOIN main.listed_commit AS l
    ON l.repo_id = q.repo_id AND l.merge = 0
 WHERE q.source = 'rest';
