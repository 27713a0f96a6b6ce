-- Every turn of a repository (0: of all), oldest first. An alert is open now
-- when its last turn was that it fired.
SELECT t.repo_id, t.scope, t.metric, t.kind, t.at, t.firing, t.value,
       t.message, r.host, r.full_name,
       a.firing AND a.since = t.at AS open_now
  FROM alert_turn AS t
  JOIN repo AS r ON r.repo_id = t.repo_id
  JOIN alert AS a
    ON a.repo_id = t.repo_id AND a.scope = t.scope AND a.metric = t.metric
   AND a.kind = t.kind
 WHERE :repo_id = 0 OR t.repo_id = :repo_id
 ORDER BY t.at, r.full_name, t.scope, t.metric, t.kind;
