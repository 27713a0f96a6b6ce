-- The authors of commits whom a glob matches: by name, by e-mail address as
-- written or as mapped, or by the login in an address of GitHub's own.
INSERT INTO temp.ask_author (author_id)
SELECT g.author_id
  FROM temp.ask_repo AS q
 CROSS JOIN main.git_author AS g ON g.repo_id = q.repo_id
 WHERE matches(:author, g.name)
    OR matches(:author, g.email)
    OR matches(:author, g.mapped)
    OR matches(:author || '@users.noreply.github.com', g.email)
    OR matches('*+' || :author || '@users.noreply.github.com', g.email);
