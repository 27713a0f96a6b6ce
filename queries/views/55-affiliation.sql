-- v_affiliation: whose the commits of each author are, from when to when
-- (half-open), by what the user has told of organizations: standing is 0 where
-- they are of an organization, 1 where nobody says whose they are, 2 where a
-- program makes them. percent is 100, or less where they are split. Filled for
-- metrics that say "streams: organizations".
CREATE TEMP VIEW v_affiliation AS
SELECT f.repo_id, f.author_id, f.from_at, f.to_at, f.organization, f.standing,
       f.percent
  FROM temp.ask_repo AS r
 CROSS JOIN temp.ask_affiliated AS f ON f.repo_id = r.repo_id;
