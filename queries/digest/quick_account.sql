-- The keys of all accounts.
SELECT digest_tally(host, forge_id) FROM account WHERE :repo_id = 0;
