-- Who did it, where a source told the login alone.
UPDATE temp.ask_event
   SET actor_id = (SELECT l.actor_id
                     FROM temp.ask_login AS l
                    WHERE l.login_id = ask_event.actor_id)
 WHERE actor_id IN (SELECT l.login_id FROM temp.ask_login AS l);
