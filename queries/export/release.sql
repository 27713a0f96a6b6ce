-- The rows of the table `release`: v_release, which drops what is the same as
-- another.
SELECT l.repo_id, l.forge_id, l.tag_name,
       ifnull(l.author_id, -9223372036854775807 - 1) AS author_id,
       l.prerelease, l.published_at
  FROM temp.ask_repo AS q
 CROSS JOIN main.release AS l ON l.repo_id = q.repo_id
 WHERE l.draft = 0 AND l.published_at IS NOT NULL
   AND (l.forge_id > 0
        OR NOT EXISTS (SELECT 1
                         FROM main.release AS n
                        WHERE n.repo_id = l.repo_id AND n.forge_id > 0
                          AND n.tag_name = l.tag_name));
