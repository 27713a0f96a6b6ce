-- Who told a release.
UPDATE release
   SET sources = :sources
 WHERE repo_id = :repo_id AND forge_id = :forge_id
   AND digest_moved(11, sources, :sources);
