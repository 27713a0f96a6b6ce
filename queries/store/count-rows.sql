-- How many records of a stream (enum hscan_stream) the store holds;
-- without the items that could not be read when they were asked for last.
SELECT CASE :stream
       WHEN 1 THEN (SELECT count(*) FROM repo WHERE repo_id = :repo_id)
       WHEN 2 THEN (SELECT count(*) FROM item
                     WHERE repo_id = :repo_id AND gone_at IS NULL)
                   - (SELECT count(*)
                        FROM doubt AS d
                        JOIN item AS i
                          ON i.repo_id = d.repo_id AND i.number = d.number
                       WHERE d.repo_id = :repo_id AND d.stream = 2
                         AND i.gone_at IS NULL)
       WHEN 4 THEN (SELECT count(*) FROM release WHERE repo_id = :repo_id)
       WHEN 8 THEN (SELECT count(*) FROM event WHERE repo_id = :repo_id)
       WHEN 16 THEN (SELECT count(*) FROM git_commit WHERE repo_id = :repo_id)
       WHEN 1024 THEN (SELECT count(DISTINCT sha) FROM listed_commit
                        WHERE repo_id = :repo_id AND merge = 0)
       WHEN 128 THEN (SELECT count(*) FROM response
                       WHERE repo_id = :repo_id AND kind = 1)
       WHEN 256 THEN (SELECT count(*) FROM response
                       WHERE repo_id = :repo_id AND kind = 2)
       WHEN 512 THEN (SELECT count(*) FROM pull_base WHERE repo_id = :repo_id)
       END AS rows;
