-- Who looks after the repository that signs.sql is asked for.
CREATE TEMP TABLE IF NOT EXISTS ask_maintainer (
	actor_id INTEGER PRIMARY KEY
);
DELETE FROM temp.ask_maintainer;
