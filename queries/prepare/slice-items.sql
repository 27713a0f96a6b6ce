-- The items of a slice: by an author whose login a glob matches, with all of
-- the labels, into a branch that a glob matches. An issue is for no branch.
INSERT INTO temp.ask_item (repo_id, number)
SELECT i.repo_id, i.number
  FROM temp.ask_repo AS q
 CROSS JOIN main.repo AS r ON r.repo_id = q.repo_id
 CROSS JOIN main.item AS i ON i.repo_id = q.repo_id
  LEFT JOIN main.account AS a ON a.host = r.host AND a.forge_id = i.author_id
  LEFT JOIN main.pull_base AS b ON b.repo_id = i.repo_id AND b.number = i.number
 WHERE (:author IS NULL OR matches(:author, a.login))
   AND (:base IS NULL OR i.kind = 2 AND matches(:base, b.base))
   AND NOT EXISTS (SELECT 1
                     FROM temp.ask_label AS w
                    WHERE NOT EXISTS (SELECT 1
                                        FROM main.item_label AS l
                                       WHERE l.repo_id = i.repo_id
                                         AND l.number = i.number
                                         AND l.label = w.label COLLATE NOCASE));
