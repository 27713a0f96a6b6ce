-- The accounts that are known by their login alone, of the hosts of mixed
-- repositories: the numbers of hscan_login_id() are at most -(2^62).
INSERT OR IGNORE INTO temp.ask_bare (host, login, login_id)
SELECT h.host, a.login, a.forge_id
  FROM (SELECT DISTINCT r.host
          FROM temp.ask_mixed AS q
         CROSS JOIN main.repo AS r ON r.repo_id = q.repo_id) AS h
 CROSS JOIN main.account AS a
    ON a.host = h.host AND a.forge_id <= -4611686018427387904;
