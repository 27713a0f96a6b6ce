-- What each repository's tables should hold, by repository and part; as `rows` of
-- part 0 whether its documentation is told from lists, as `keys` whether another
-- source than REST has told of it, or the digest of the accounts where some are
-- known by their login alone: their numbers may be those of others. As `sum`, when
-- the newest part of it was read.
SELECT r.repo_id, 0 AS part, s.source = 'rest' AS rows,
       CASE
       WHEN NOT EXISTS (SELECT 1 FROM span AS c WHERE c.repo_id = r.repo_id)
       THEN 0
       WHEN EXISTS (SELECT 1
                      FROM account AS a
                     WHERE a.host = r.host
                       AND a.forge_id <= -4611686018427387904)
       THEN (SELECT a.sum FROM digest AS a WHERE a.repo_id = 0 AND a.part = 3)
       ELSE 1
       END AS keys,
       (SELECT max(t.synced_at) FROM stream AS t WHERE t.repo_id = r.repo_id)
           AS sum, r.host, r.forge_id, r.full_name
  FROM repo AS r
  JOIN documentation_source AS s ON s.repo_id = r.repo_id
UNION ALL
SELECT r.repo_id, d.part, d.rows, d.keys, d.sum, NULL, NULL, NULL
  FROM repo AS r
 CROSS JOIN digest AS d ON d.repo_id = r.repo_id
 ORDER BY 1, 2;
