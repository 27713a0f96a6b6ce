-- Signs of life of one repository before :ends_at: when there last was one of
-- each kind, and how many there were since :recent_at and :year_at; last_untold
-- is of what may have been a merge. What bots wrote is left out, but for
-- releases: one that a bot makes is one. What commits tell is in commits.sql.
WITH told_merge AS NOT MATERIALIZED (
	SELECT p.merged_at AS at
	  FROM v_pull_request AS p
	 WHERE p.repo_id = :repo_id AND p.merged_at < :ends_at
	   AND NOT EXISTS (SELECT 1
	                     FROM temp.ask_left_out AS o
	                    WHERE o.repo_id = p.repo_id
	                      AND o.actor_id = p.actor_id)
), untold AS (
	SELECT p.closed_at AS at
	  FROM v_item AS p
	 WHERE p.repo_id = :repo_id AND p.merge_untold = 1
	   AND p.closed_at < :ends_at AND p.created_at < :ends_at
	   AND NOT EXISTS (SELECT 1
	                     FROM temp.ask_left_out AS o
	                    WHERE o.repo_id = p.repo_id
	                      AND o.actor_id = p.actor_id)
), published AS MATERIALIZED (
	SELECT max(published_at) AS at, count(*) > 0 AS any,
	       count(*) FILTER (WHERE published_at >= :year_at) AS in_year
	  FROM v_release
	 WHERE repo_id = :repo_id AND published_at < :ends_at
), tagged AS MATERIALIZED (
	SELECT max(tagged_at) AS at,
	       count(*) FILTER (WHERE tagged_at >= :year_at) AS in_year
	  FROM v_tag
	 WHERE repo_id = :repo_id AND tagged_at < :ends_at
), maintainer AS (
	SELECT m.actor_id
	  FROM temp.ask_maintainer AS m
	 WHERE NOT EXISTS (SELECT 1
	                     FROM temp.ask_bot AS b
	                    WHERE b.repo_id = :repo_id
	                      AND b.actor_id = m.actor_id)
), reply AS MATERIALIZED (
	SELECT max(p.occurred_at) AS at,
	       count(*) FILTER (WHERE p.occurred_at >= :recent_at) AS recent,
	       count(*) FILTER (WHERE p.occurred_at >= :year_at) AS in_year
	  FROM v_response AS p
	 CROSS JOIN v_item AS i ON i.repo_id = p.repo_id AND i.number = p.number
	 WHERE p.repo_id = :repo_id AND p.occurred_at < :ends_at
	   AND p.actor_id IN (SELECT actor_id FROM maintainer)
	   AND EXISTS (SELECT 1 FROM maintainer)
	   AND i.actor_id IS NOT p.actor_id
)
SELECT -- One by one, so that an index finds the newest.
       (SELECT at FROM told_merge ORDER BY at DESC LIMIT 1) AS last_merge,
       (SELECT count(*) FROM told_merge WHERE at >= :recent_at)
           AS recent_merges,
       (SELECT max(at) FROM untold) AS last_untold,
       CASE WHEN p.any THEN p.at ELSE t.at END AS last_release,
       CASE WHEN p.any THEN p.in_year ELSE t.in_year END AS year_releases,
       NOT p.any AS by_tags,
       r.at AS last_reply, r.recent AS recent_replies,
       r.in_year AS year_replies,
       EXISTS (SELECT 1
                 FROM temp.ask_repo AS q
                 JOIN main.git_commit AS c ON c.repo_id = q.repo_id
                WHERE q.pool_id = :repo_id) AS has_commits
  FROM published AS p
 CROSS JOIN tagged AS t
 CROSS JOIN reply AS r;
