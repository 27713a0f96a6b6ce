-- Adds the account of the repository's host that goes by :login.
INSERT OR IGNORE INTO temp.ask_maintainer
SELECT a.forge_id
  FROM main.repo AS r
  JOIN main.account AS a ON a.host = r.host
 WHERE r.repo_id = :repo_id AND a.login = :login COLLATE NOCASE;
