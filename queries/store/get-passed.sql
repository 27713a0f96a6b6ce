-- The value of a metric when the gate was last passed before an instant.
SELECT value, low, high
  FROM gate_pass
 WHERE repo_id = :repo_id AND scope = :scope AND metric = :metric
   AND at < :before
 ORDER BY at DESC
 LIMIT 1;
