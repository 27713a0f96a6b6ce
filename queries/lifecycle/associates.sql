-- Adds the accounts that the forge calls owner, member or collaborator of the
-- repository, as the issues and pull requests they opened tell.
INSERT OR IGNORE INTO temp.ask_maintainer
SELECT author_id
  FROM main.item
 WHERE repo_id = :repo_id AND author_id IS NOT NULL
   AND author_association IN ('OWNER', 'MEMBER', 'COLLABORATOR');
