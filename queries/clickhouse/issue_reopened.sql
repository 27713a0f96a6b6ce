-- rows: values
-- Counted on the shards. Each event has the author of its item.
SELECT repo_id, toInt64({window_of:occurred_at}) AS window_no,
       toFloat64(kind = 2) AS value, toInt64(count()) AS weight,
       {item_who} AS left_out, toUInt8(0) AS fate,
       '' AS why
  FROM {event}
PREWHERE (repo_id, generation) IN ask_repo AND item_kind = 1
               AND kind IN (1, 2)
               AND occurred_at >= {from} AND occurred_at < {to}
 WHERE shown_until >= {to}
 GROUP BY repo_id, window_no, value, left_out;
