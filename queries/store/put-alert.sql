-- The state of an alert after its newest evaluation, and before it.
INSERT INTO alert (repo_id, scope, metric, kind, firing, since, calm,
                   was_firing, was_since, was_calm, at_run)
VALUES (:repo_id, :scope, :metric, :kind, :firing, :since, :calm,
        :was_firing, :was_since, :was_calm, :at_run)
ON CONFLICT (repo_id, scope, metric, kind) DO UPDATE SET
       firing = excluded.firing,
       since = excluded.since,
       calm = excluded.calm,
       was_firing = excluded.was_firing,
       was_since = excluded.was_since,
       was_calm = excluded.was_calm,
       at_run = excluded.at_run
 WHERE digest_moved(4, firing, excluded.firing,
                       since, excluded.since,
                       calm, excluded.calm,
                       at_run, excluded.at_run,
                       was_firing, excluded.was_firing,
                       was_since, excluded.was_since,
                       was_calm, excluded.was_calm);
