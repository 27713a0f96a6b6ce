-- v_release: one row a published release, by whomever: a release that a bot
-- made is one. One that is known by its tag alone, so that its number is below
-- 0, is that of the same tag which has a number. v_tag: one row a tag of the
-- local clone.
CREATE TEMP VIEW v_release AS
SELECT l.repo_id, l.tag_name, l.author_id AS actor_id, l.prerelease,
       l.published_at
  FROM temp.ask_repo AS r
 CROSS JOIN main.release AS l ON l.repo_id = r.repo_id
 WHERE l.draft = 0 AND l.published_at IS NOT NULL
   AND (l.forge_id > 0
        OR NOT EXISTS (SELECT 1
                         FROM main.release AS n
                        WHERE n.repo_id = l.repo_id AND n.forge_id > 0
                          AND n.tag_name = l.tag_name));

CREATE TEMP VIEW v_tag AS
SELECT t.repo_id, t.name, t.tagged_at
  FROM temp.ask_repo AS r
 CROSS JOIN main.git_tag AS t ON t.repo_id = r.repo_id;
