-- An evaluation as of the same instant has changed its mind.
DELETE FROM alert_turn
 WHERE repo_id = :repo_id AND scope = :scope AND metric = :metric
   AND kind = :kind AND at = :at
   AND digest_gone(repo_id, scope, metric, kind, at, firing, value, message);
