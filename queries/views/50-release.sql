-- v_release: one row a published release.
CREATE TEMP VIEW v_release AS
SELECT l.repo_id, l.tag_name, l.author_id AS actor_id, l.prerelease,
       l.published_at
  FROM temp.ask_repo AS r
 CROSS JOIN main.release AS l ON l.repo_id = r.repo_id
 WHERE l.draft = 0 AND l.published_at IS NOT NULL;
