-- id:        release_frequency
-- title:     Releases
-- unit:      releases/90 days
-- better:    higher
-- statistic: count
-- streams:   releases
-- order:     510
-- subject:   release
-- chaoss:    Release Frequency https://chaoss.community/kb/metric-release-frequency/
--
-- The releases published in the 90 days before the window's end, drafts left out.
-- If the project had published none by then, its tags count, dated by tagger or
-- committer, provided that there is a local clone to read them from. Releases
-- made by bots count.
WITH kind AS MATERIALIZED (
	SELECT r.repo_id, w.window_no, w.ends_at, r.git_read,
	       EXISTS (SELECT 1
	                 FROM v_release AS l
	                WHERE l.repo_id = r.repo_id
	                  AND l.published_at < w.ends_at) AS releases
	  FROM v_repo AS r
	 CROSS JOIN v_window AS w
)
SELECT k.repo_id, k.window_no, l.tag_name AS subject, NULL AS actor_id,
       1 AS value
  FROM kind AS k
  JOIN v_release AS l
    ON l.repo_id = k.repo_id AND l.published_at < k.ends_at
   AND l.published_at >= k.ends_at - 7776000
UNION ALL
SELECT k.repo_id, k.window_no, t.name, NULL, 1
  FROM kind AS k
  JOIN v_tag AS t
    ON t.repo_id = k.repo_id AND t.tagged_at < k.ends_at
   AND t.tagged_at >= k.ends_at - 7776000
 WHERE NOT k.releases
UNION ALL
SELECT k.repo_id, k.window_no, 'no releases, and no clone to read tags from',
       NULL, NULL
  FROM kind AS k
 WHERE NOT k.releases AND NOT k.git_read;
