-- The rows of the table `account`: of no repository.
SELECT 0 AS repo_id, host, forge_id, login, ifnull(type, '') AS type
  FROM main.account;
