-- told_contribution: what is told of who contributed when; deleted accounts, too.
CREATE TEMP VIEW told_contribution AS
SELECT i.repo_id, i.author_id AS actor_id, i.created_at AS at, 1 AS kind
  FROM temp.ask_repo AS r
 CROSS JOIN temp.told_item AS i ON i.repo_id = r.repo_id
 WHERE i.author_id IS NOT NULL
 UNION ALL
SELECT p.repo_id, p.actor_id, p.occurred_at, 2
  FROM temp.ask_repo AS r
 CROSS JOIN temp.told_response AS p ON p.repo_id = r.repo_id
 WHERE p.kind = 2 AND p.actor_id IS NOT NULL
 UNION ALL
SELECT c.repo_id, CAST(-1 - c.author_id AS INTEGER), c.committed_at, 3
  FROM temp.told_commit AS c;

-- v_contribution: one row an item that was opened, a review that was submitted and
-- a commit that was written (kind 1, 2, 3), whatever the slice: `at` is when,
-- actor_id who, as in the views of these, and person_id the same for all accounts
-- and authors that are known to be one person: through the .mailmap, or an address
-- that names the account; see v_newcomer. What deleted accounts did is nobody's.
CREATE TEMP VIEW v_contribution AS
SELECT t.repo_id,
       coalesce((SELECT o.person_id
                   FROM temp.ask_who AS o
                  WHERE o.repo_id = t.repo_id
                    AND o.actor_id = t.actor_id), t.actor_id) AS person_id,
       t.actor_id, t.at, t.kind
  FROM temp.told_contribution AS t
 WHERE (t.repo_id, t.actor_id) NOT IN temp.ask_ghost;

-- v_newcomer: one row a person who ever contributed: when first, and when again on
-- a later day by UTC (NULL: never). person is a login, or the e-mail address of the
-- author of commits who goes by no account; person_id is its actor_id.
CREATE TEMP VIEW v_newcomer AS
SELECT n.repo_id, n.person_id,
       coalesce((SELECT a.login
                   FROM main.account AS a
                  WHERE a.host = h.host AND a.forge_id = n.person_id),
                (SELECT coalesce(g.mapped, lower(g.email))
                   FROM main.git_author AS g
                  WHERE g.author_id = -1 - n.person_id)) AS person,
       n.first_at, n.second_at
  FROM temp.ask_repo AS r
 CROSS JOIN main.repo AS h ON h.repo_id = r.repo_id
 CROSS JOIN temp.ask_newcomer AS n ON n.repo_id = r.repo_id;
