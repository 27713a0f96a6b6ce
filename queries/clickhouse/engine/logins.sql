-- What some accounts of a host are called.
SELECT forge_id, login
  FROM {account}
 WHERE host = {host} AND forge_id IN ask_account
