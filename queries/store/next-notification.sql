-- The oldest notification of a repository that is still to be sent, and how many
-- there are.
SELECT n.notification_id,
       n.body,
       (SELECT count(*) FROM notification WHERE repo_id = n.repo_id) AS waiting
  FROM notification AS n
 WHERE n.repo_id = :repo_id
 ORDER BY n.notification_id
 LIMIT 1;
