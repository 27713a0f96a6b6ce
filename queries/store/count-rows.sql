-- How many records of a stream the store holds; without the items that could not be read when they were asked for last.
SELECT CASE :stream
       WHEN 'repository' THEN (SELECT count(*) FROM repo WHERE repo_id = :repo_id)
       WHEN 'issues' THEN (SELECT count(*) FROM item
                     WHERE repo_id = :repo_id AND gone_at IS NULL)
                   - (SELECT count(*)
                        FROM doubt AS d
                        JOIN item AS i
                          ON i.repo_id = d.repo_id AND i.number = d.number
                       WHERE d.repo_id = :repo_id AND d.stream = 'issues'
                         AND i.gone_at IS NULL)
       WHEN 'releases' THEN (SELECT count(*) FROM release WHERE repo_id = :repo_id)
       WHEN 'events' THEN (SELECT count(*) FROM event WHERE repo_id = :repo_id)
       WHEN 'git' THEN (SELECT count(*) FROM git_commit WHERE repo_id = :repo_id)
       WHEN 'documentation' THEN (SELECT count(DISTINCT sha) FROM listed_commit
                        WHERE repo_id = :repo_id AND merge = 0)
       WHEN 'comments' THEN (SELECT count(*) FROM response
                       WHERE repo_id = :repo_id AND kind = 1)
       WHEN 'reviews' THEN (SELECT count(*) FROM response
                       WHERE repo_id = :repo_id AND kind = 2)
       WHEN 'bases' THEN (SELECT count(*) FROM pull_base WHERE repo_id = :repo_id)
       END AS rows;
