-- From now on a name is that repository's: with any other it was before,
-- whatever a clock has said.
UPDATE repo_name
   SET first_seen = min(first_seen, :now - 1),
       last_seen = min(last_seen, :now - 1)
 WHERE host = :host AND full_name = :full_name
   AND CASE WHEN forge_id <> :forge_id
            THEN digest_row_moved(host, full_name, forge_id, 3,
                                  first_seen, min(first_seen, :now - 1),
                                  last_seen, min(last_seen, :now - 1)) END;
