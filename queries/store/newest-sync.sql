-- When the newest part of some repositories was read.
SELECT max(x.synced_at)
  FROM (SELECT s.synced_at
          FROM stream AS s WHERE s.repo_id BETWEEN :first AND :last
        UNION ALL
        SELECT h.synced_at
          FROM git_head AS h WHERE h.repo_id BETWEEN :first AND :last) AS x;
