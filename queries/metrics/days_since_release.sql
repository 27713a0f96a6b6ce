-- id:        days_since_release
-- title:     Last release
-- unit:      days
-- better:    lower
-- statistic: gauge
-- streams:   releases
-- order:     520
--
-- The time from the last release published before the window's end to that end.
-- If the project had published none by then, its last tag counts, as for
-- release_frequency. With neither there is no time to count from, and so no value:
-- a gate that is to fail then can have a bound of release_frequency, which is 0.
-- Of a group it is the newest release of all.
WITH last AS MATERIALIZED (
	SELECT r.repo_id, r.group_id, w.window_no, r.git_read,
	       coalesce((SELECT max(l.published_at)
	                   FROM v_release AS l
	                  WHERE l.repo_id = r.repo_id
	                    AND l.published_at < w.ends_at),
	                (SELECT max(t.tagged_at)
	                   FROM v_tag AS t
	                  WHERE t.repo_id = r.repo_id
	                    AND t.tagged_at < w.ends_at)) AS last_at
	  FROM v_repo AS r
	 CROSS JOIN v_window AS w
)
SELECT repo_id, window_no,
       CASE WHEN last_at IS NOT NULL THEN NULL
            WHEN git_read THEN 'no releases and no tags; to judge that, take '
                 || 'release_frequency, which is 0'
            ELSE 'no releases, and no clone to read tags from'
        END AS subject,
       NULL AS actor_id, last_at AS began_at, NULL AS ended_at
  FROM last AS l
 -- That there is none says nothing where another of the group has one.
 WHERE last_at IS NOT NULL OR NOT git_read
    OR NOT EXISTS (SELECT 1
                     FROM last AS o
                    WHERE o.group_id = l.group_id
                      AND o.window_no = l.window_no
                      AND o.last_at IS NOT NULL);
