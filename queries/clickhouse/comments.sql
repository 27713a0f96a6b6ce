-- rows: values
-- Counted on the shards. Who does not count is who commented, but a role is that of
-- the item's author.
SELECT repo_id, toInt64({window_of:occurred_at}) AS window_no,
       toFloat64(1) AS value, toInt64(count()) AS weight,
       toUInt8((author_id IN ask_left_out) + 2 * {item_role}) AS left_out,
       toUInt8(0) AS fate, '' AS why
  FROM {answer}
PREWHERE (repo_id, generation) IN ask_repo AND kind = 1
               AND occurred_at >= {from} AND occurred_at < {to}
 WHERE shown_until >= {to}
 GROUP BY repo_id, window_no, left_out;
