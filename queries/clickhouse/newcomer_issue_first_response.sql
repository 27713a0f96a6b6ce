-- rows: durations cohort
-- As issue_first_response; whose first item it is, the export has told in its row.
SELECT repo_id, window_no, started_at AS began_at,
       if(responded < arrayElement({ends}, window_no + 1), responded,
          toInt64(9223372036854775807)) AS ended_at,
       toInt64(1) AS weight, left_out, toUInt8(1) AS fate, '' AS why
  FROM (
{issue_wait}
   AND {author_role} = 4
  );
