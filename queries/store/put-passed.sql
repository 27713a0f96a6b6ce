-- The value of a metric in a run that passed the gate.
INSERT INTO gate_pass (repo_id, scope, metric, at, value, low, high)
VALUES (:repo_id, :scope, :metric, :at, :value, :low, :high)
ON CONFLICT (repo_id, scope, metric, at) DO UPDATE SET
       value = excluded.value,
       low = excluded.low,
       high = excluded.high
 WHERE digest_moved(4, value, excluded.value,
                       low, excluded.low,
                       high, excluded.high);
