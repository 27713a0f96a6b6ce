-- What the store holds, a repository a row: how much, and when it was brought
-- up to date last.
SELECT r.host, r.full_name,
       (SELECT count(*) FROM item AS i WHERE i.repo_id = r.repo_id),
       (SELECT count(*) FROM event AS e WHERE e.repo_id = r.repo_id),
       (SELECT count(*) FROM response AS p WHERE p.repo_id = r.repo_id),
       (SELECT count(*) FROM git_commit AS c WHERE c.repo_id = r.repo_id),
       (SELECT max(x.synced_at)
          FROM (SELECT s.synced_at FROM stream AS s
                 WHERE s.repo_id = r.repo_id
                UNION ALL
                SELECT h.synced_at FROM git_head AS h
                 WHERE h.repo_id = r.repo_id) AS x),
       r.repo_id
  FROM repo AS r
 ORDER BY r.host, r.full_name COLLATE NOCASE, r.repo_id;
