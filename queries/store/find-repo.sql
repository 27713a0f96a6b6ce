-- The repository that goes by a name: of all that have or had it the one that
-- was met under it last. None, should that one not be stored: whoever had the
-- name before has it no longer. One that was stored without a word on its name
-- has it since it was read last, or told of.
WITH holder (forge_id, at) AS (
	SELECT n.forge_id, n.last_seen
	  FROM repo_name AS n
	 WHERE n.host = :host AND n.full_name = :full_name
	UNION ALL
	SELECT r.forge_id, coalesce(s.synced_at, r.told_at)
	  FROM repo AS r
	  LEFT JOIN stream AS s
	    ON s.repo_id = r.repo_id AND s.stream = 'repository'
	 WHERE r.host = :host AND r.full_name = :full_name COLLATE NOCASE
	   AND NOT EXISTS (SELECT 1
	                     FROM repo_name AS n
	                    WHERE n.host = r.host AND n.full_name = :full_name
	                      AND n.forge_id = r.forge_id)
), last (repo_id) AS (
	SELECT r.repo_id
	  FROM holder AS h
	  LEFT JOIN repo AS r ON r.host = :host AND r.forge_id = h.forge_id
	 ORDER BY h.at DESC, r.repo_id DESC
	 LIMIT 1
)
SELECT repo_id, forge_id, full_name, default_branch, created_at, pushed_at,
       has_issues, archived, fork, pulls_disabled, unknown, source,
       coalesce(told_at,
                (SELECT s.synced_at
                   FROM stream AS s
                  WHERE s.repo_id = repo.repo_id
                    AND s.stream = 'repository'))
  FROM repo
 WHERE repo_id = (SELECT repo_id FROM last);
