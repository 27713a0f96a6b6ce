-- v_release: one row a published release, by whomever: a release that a bot
-- made is one. v_tag: one row a tag of the local clone.
CREATE TEMP VIEW v_release AS
SELECT l.repo_id, l.tag_name, l.author_id AS actor_id, l.prerelease,
       l.published_at
  FROM temp.ask_repo AS r
 CROSS JOIN main.release AS l ON l.repo_id = r.repo_id
 WHERE l.draft = 0 AND l.published_at IS NOT NULL;

CREATE TEMP VIEW v_tag AS
SELECT t.repo_id, t.name, t.tagged_at
  FROM temp.ask_repo AS r
 CROSS JOIN main.git_tag AS t ON t.repo_id = r.repo_id;
