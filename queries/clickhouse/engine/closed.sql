-- The repositories that are there: of each the newest export that came to its
-- end, and how many rows it has sent to each table.
SELECT repo_id, facts, state, host, schema, items, answers, events, commits,
       pages, authors, releases, tags, states
  FROM {closed}
 WHERE gone = 0
