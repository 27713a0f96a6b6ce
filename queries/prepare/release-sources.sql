-- Who told a release, or several of one tag.
SELECT max(coalesce(sources, 1) & 1) | max(coalesce(sources, 1) & 2)
       | max(coalesce(sources, 1) & 4) | max(coalesce(sources, 1) & 8)
  FROM main.release
 WHERE repo_id = :repo_id AND tag_name = :subject AND draft = 0
   AND published_at IS NOT NULL;
