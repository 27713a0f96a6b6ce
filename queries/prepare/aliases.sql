-- Which accounts the addresses of authors name, and whether anything else is known
-- of the account. A login that several accounts have gone by names none of them; one
-- that is known by its login alone has a negative number.
SELECT k.address, k.home, k.actor_id,
       EXISTS (SELECT 1
                 FROM main.account AS a
                WHERE a.host = k.host AND a.forge_id = k.actor_id) AS known
  FROM temp.ask_alias AS k
 WHERE k.login = ''
 UNION ALL
SELECT k.address, k.home, max(a.forge_id), 1
  FROM (SELECT DISTINCT host
          FROM temp.ask_alias
         WHERE login <> '') AS h
 CROSS JOIN main.account AS a ON a.host = h.host
 CROSS JOIN temp.ask_alias AS k
    ON k.host = a.host AND k.login = a.login AND k.actor_id = 0
 WHERE k.login <> ''
 GROUP BY k.address, k.home, k.host, k.login
HAVING count(*) FILTER (WHERE a.forge_id > 0) = 1
    OR count(*) = 1;
