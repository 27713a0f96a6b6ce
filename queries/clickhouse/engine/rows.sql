-- How many rows of each table of facts are there, in the order of the columns of
-- `closed`.
SELECT repo_id, fact, rows
  FROM (
SELECT repo_id, toUInt8(0) AS fact, count() AS rows FROM {item}
 WHERE (repo_id, generation) IN ask_repo GROUP BY repo_id
UNION ALL
SELECT repo_id, toUInt8(1) AS fact, count() AS rows FROM {answer}
 WHERE (repo_id, generation) IN ask_repo GROUP BY repo_id
UNION ALL
SELECT repo_id, toUInt8(2) AS fact, count() AS rows FROM {event}
 WHERE (repo_id, generation) IN ask_repo GROUP BY repo_id
UNION ALL
SELECT repo_id, toUInt8(3) AS fact, count() AS rows FROM {commit}
 WHERE (repo_id, generation) IN ask_repo GROUP BY repo_id
UNION ALL
SELECT repo_id, toUInt8(4) AS fact, count() AS rows FROM {page}
 WHERE (repo_id, generation) IN ask_repo GROUP BY repo_id
UNION ALL
SELECT repo_id, toUInt8(5) AS fact, count() AS rows FROM {author}
 WHERE (repo_id, generation) IN ask_repo GROUP BY repo_id
UNION ALL
SELECT repo_id, toUInt8(6) AS fact, count() AS rows FROM {release}
 WHERE (repo_id, generation) IN ask_repo GROUP BY repo_id
UNION ALL
SELECT repo_id, toUInt8(7) AS fact, count() AS rows FROM {tag}
 WHERE (repo_id, generation) IN ask_repo GROUP BY repo_id
)
