-- What its commits tell of one repository before :ends_at, by people: the first
-- and the last, and how many there are in stretches of :recent_s seconds, back
-- to back. And the merges of one that is on no forge: last, and since :recent_at.
WITH merge_commit AS NOT MATERIALIZED (
	-- A clone that has no forge tells of a merge by its commit alone.
	SELECT c.committed_at AS at
	  FROM v_repo AS r
	 CROSS JOIN main.git_commit AS c ON c.repo_id = r.repo_id
	 WHERE r.repo_id = :repo_id AND r.host = 'local'
	   AND c.merge = 1 AND c.committed_at < :ends_at
	   AND NOT EXISTS (SELECT 1
	                     FROM temp.ask_left_out AS o
	                    WHERE o.repo_id = c.repo_id
	                      AND o.actor_id = -1 - c.author_id)
), stretch AS MATERIALIZED (
	SELECT count(*) FILTER (WHERE age < :recent_s) AS c0,
	       count(*) FILTER (WHERE age >= :recent_s
	                          AND age < 2 * :recent_s) AS c1,
	       count(*) FILTER (WHERE age >= 2 * :recent_s
	                          AND age < 3 * :recent_s) AS c2,
	       count(*) FILTER (WHERE age >= 3 * :recent_s
	                          AND age < 4 * :recent_s) AS c3,
	       count(*) FILTER (WHERE age >= 4 * :recent_s) AS c4
	  -- The end is in no stretch, the start of each is.
	  FROM (SELECT :ends_at - committed_at - 1 AS age
	          FROM v_commit
	         WHERE repo_id = :repo_id AND documentation IN (0, 1)
	           AND committed_at >= :ends_at - 5 * :recent_s
	           AND committed_at < :ends_at
	           AND NOT left_out)
), kind AS (
	SELECT 0 AS documentation UNION ALL SELECT 1
)
SELECT (SELECT min(at)
          FROM (SELECT (SELECT c.committed_at
                          FROM v_commit AS c
                         WHERE c.repo_id = :repo_id
                           AND c.documentation = k.documentation
                         ORDER BY c.committed_at
                         LIMIT 1) AS at
                  FROM kind AS k)
       ) AS first_commit,
       (SELECT max(at)
          FROM (SELECT (SELECT c.committed_at
                          FROM v_commit AS c
                         WHERE c.repo_id = :repo_id
                           AND c.documentation = k.documentation
                           AND c.committed_at < :ends_at AND NOT c.left_out
                         ORDER BY c.committed_at DESC
                         LIMIT 1) AS at
                  FROM kind AS k)
       ) AS last_commit,
       s.c0, s.c1, s.c2, s.c3, s.c4,
       (SELECT max(at) FROM merge_commit) AS last_merge,
       (SELECT count(*) FROM merge_commit WHERE at >= :recent_at)
           AS recent_merges
  FROM stretch AS s;
