-- rows: durations
-- The first answer is in the item's own row; see {pull_wait}.
SELECT repo_id, window_no, started_at AS began_at,
       if(responded < arrayElement({ends}, window_no + 1), responded,
          toInt64(9223372036854775807)) AS ended_at,
       toInt64(1) AS weight, left_out, toUInt8(0) AS fate, '' AS why
  FROM (
{pull_wait}
  );
