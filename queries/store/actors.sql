-- Everybody who made something in the repository, with how much: accounts
-- (git 0) by items and answers, authors of commits (git 1) by commits. One that a
-- source knows by the login alone has a negative number; it is the account that
-- goes by it: max() has SQLite take login and type of that one.
SELECT git, login, type, items, responses, commits
  FROM (SELECT 0 AS git, a.login, a.type, sum(x.items) AS items,
               sum(x.responses) AS responses, 0 AS commits, max(a.forge_id)
          FROM (SELECT author_id AS actor_id, count(*) AS items, 0 AS responses
                  FROM item
                 WHERE repo_id = :repo_id
                 GROUP BY author_id
                UNION ALL
                SELECT actor_id, 0, count(*)
                  FROM response
                 WHERE repo_id = :repo_id
                 GROUP BY actor_id) AS x
          JOIN repo AS r ON r.repo_id = :repo_id
          JOIN account AS a ON a.host = r.host AND a.forge_id = x.actor_id
         GROUP BY a.login COLLATE NOCASE)
UNION ALL
SELECT 1, g.name, g.email, 0, 0, count(*)
  FROM git_commit AS c
  JOIN git_author AS g ON g.author_id = c.author_id
 WHERE c.repo_id = :repo_id AND c.merge = 0
 GROUP BY g.author_id
 ORDER BY 1, 4 DESC, 5 DESC, 6 DESC, 2, 3;
