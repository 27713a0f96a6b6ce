-- The accounts of a host that go by some logins.
SELECT forge_id, login
  FROM {account}
 WHERE host = {host} AND lower(login) IN ask_login
