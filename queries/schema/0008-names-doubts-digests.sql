-- Migration 8.

-- Which branch of the forge the history in git_head was walked from; '' is some
-- other head than the one that the forge called default then, and NULL is not
-- known: walked before this was kept, or the forge told of none. What the old
-- rules found by origin/HEAD is the default branch where it is called so now.
ALTER TABLE git_head ADD COLUMN branch TEXT;
UPDATE git_head
   SET branch = (SELECT r.default_branch
                   FROM repo AS r
                  WHERE r.repo_id = git_head.repo_id
                    AND git_head.ref =
                        'refs/remotes/origin/' || r.default_branch);
