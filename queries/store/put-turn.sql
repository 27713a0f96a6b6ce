-- A turn of an alert: it fired or cleared.
INSERT INTO alert_turn (repo_id, scope, metric, kind, at, firing, value,
                        message)
VALUES (:repo_id, :scope, :metric, :kind, :at, :firing, :value, :message)
ON CONFLICT (repo_id, scope, metric, kind, at) DO UPDATE SET
       firing = excluded.firing,
       value = excluded.value,
       message = excluded.message
 WHERE digest_moved(5, firing, excluded.firing,
                       value, excluded.value,
                       message, excluded.message);
