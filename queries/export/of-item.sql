-- What is told of the items. own: whose answers end no wait; of a deleted account's
-- item, nobody's. It is not exported; src/metric/sqlite/facts_internal.h has the places
-- of the columns.
SELECT f.repo_id, f.number,
       CASE WHEN (f.repo_id, f.author_id) IN temp.ask_ghost
            THEN -9223372036854775807 - 1
            ELSE f.author_id END AS own,
       f.kind, f.shown_until, f.answers_read, f.author_id,
       f.created_at, f.closed_at, f.merged_at, f.gone_at, f.merge_untold,
       ifnull(f.draft, 2) AS draft, ifnull(f.state_reason, '') AS state_reason,
       f.started_at
  FROM temp.ask_fact AS f
 ORDER BY f.repo_id, f.number;
