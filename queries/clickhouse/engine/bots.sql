-- Accounts of a host that may be bots ({all}: any may be), and nobody's; which of
-- them are is decided by src/model/bot.c.
SELECT forge_id, login, type
  FROM {account}
 WHERE host = {host}
   AND ({all} OR lower(type) = 'bot' OR lower(login) LIKE '%[bot]'
        OR lower(login) IN ask_login)
