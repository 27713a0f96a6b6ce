-- The number of the next item of which anything is stored; NULL: there is none.
SELECT min(n)
  FROM (SELECT min(number) AS n
          FROM item WHERE repo_id = :repo_id AND number > :after
        UNION ALL
        SELECT min(number)
          FROM event WHERE repo_id = :repo_id AND number > :after
        UNION ALL
        SELECT min(number)
          FROM response WHERE repo_id = :repo_id AND number > :after
        UNION ALL
        SELECT min(number)
          FROM pull_base WHERE repo_id = :repo_id AND number > :after);
