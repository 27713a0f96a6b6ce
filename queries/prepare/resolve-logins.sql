-- Whom these logins are of: the account of that name on the same host. Of several
-- the one that REST told, then the one that was told last.
INSERT OR IGNORE INTO temp.ask_login (login_id, actor_id)
SELECT b.login_id, a.forge_id
  FROM (SELECT DISTINCT host FROM temp.ask_bare) AS h
 CROSS JOIN main.account AS a ON a.host = h.host AND a.forge_id > 0
 CROSS JOIN temp.ask_bare AS b ON b.host = a.host AND b.login = a.login
 ORDER BY a.told_at IS NOT NULL, a.told_at DESC, a.forge_id;
