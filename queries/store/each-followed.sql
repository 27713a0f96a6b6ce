-- The repositories that deliveries come from (source 1), or one repository.
SELECT r.repo_id,
       r.host,
       r.full_name,
       (SELECT count(*) FROM notification WHERE repo_id = r.repo_id) AS waiting,
       EXISTS (SELECT 1 FROM alert WHERE repo_id = r.repo_id AND firing <> 0)
           AS firing,
       (SELECT max(synced_at) FROM stream WHERE repo_id = r.repo_id)
           AS synced_at
  FROM repo AS r
 WHERE r.repo_id BETWEEN :first AND :last
   AND (:first = :last
        OR EXISTS (SELECT 1 FROM span WHERE repo_id = r.repo_id AND source = 1))
 ORDER BY r.repo_id;
