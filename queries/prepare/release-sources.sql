-- Who told a release, or several of one tag.
SELECT sum(DISTINCT 1 << coalesce(source, 0))
  FROM main.release
 WHERE repo_id = :repo_id AND tag_name = :subject AND draft = 0
   AND published_at IS NOT NULL;
