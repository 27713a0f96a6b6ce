-- Authors of commits that may be bots: the login is that of a noreply address, or
-- else the name.
SELECT repo_id, author_id, name, email
  FROM {author}
 WHERE (repo_id, generation) IN ask_repo
   AND ({all} OR lower(name) LIKE '%[bot]' OR lower(name) IN ask_login
        OR lower(email) LIKE '%@users.noreply.github.com')
