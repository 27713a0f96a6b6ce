-- rows: values
-- A row stands for `weight` people: person_id is one for all authors whose
-- address is mapped to the same. A repository is on one shard, so that none
-- counts twice.
SELECT repo_id, toInt64({window_of:committed_at}) AS window_no,
       toFloat64(1) AS value, toInt64(uniqExact(person_id)) AS weight,
       (repo_id, author_id) IN ask_left_author AS left_out, toUInt8(0) AS fate,
       '' AS why
  FROM {commit}
PREWHERE (repo_id, generation) IN ask_repo AND merge = 0
               AND committed_at >= {from} AND committed_at < {to}
 GROUP BY repo_id, window_no, value, left_out;
