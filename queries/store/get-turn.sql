-- Whether an alert turned as of an instant, and which way.
SELECT firing
  FROM alert_turn
 WHERE repo_id = :repo_id AND scope = :scope AND metric = :metric
   AND kind = :kind AND at = :at;
