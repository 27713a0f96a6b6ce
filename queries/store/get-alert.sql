-- The state of an alert after its newest evaluation, and before it.
SELECT firing, since, calm, was_firing, was_since, was_calm, at_run
  FROM alert
 WHERE repo_id = :repo_id AND scope = :scope AND metric = :metric
   AND kind = :kind;
