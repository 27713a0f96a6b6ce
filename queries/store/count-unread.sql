-- How many pull requests of a span of time are to be read, and the comments
-- that they have together; see unread-pulls.sql. Those in doubt have been asked for.
-- And since when something of them is not read: since they were opened, or since
-- the change that was the newest when they were read. Without a :start it is all
-- time up to :end, for which the items are read one after the other.
SELECT count(*), coalesce(sum(p.comments), 0),
       min(CASE WHEN p.parts & :need = :need THEN p.read_at
                ELSE p.created_at END)
  FROM (SELECT t.number, t.created_at, t.updated_at, t.comments,
               d.updated_at AS read_at,
               CASE WHEN :need & 8 AND NOT d.parts & 8
                         AND NOT EXISTS (SELECT 1
                                           FROM response AS r
                                          WHERE r.repo_id = :repo_id
                                            AND r.number = t.number
                                            AND r.kind = 2
                                            AND r.state IS NULL)
                    THEN d.parts | 8 ELSE d.parts END AS parts
          FROM (SELECT i.number, i.created_at, i.updated_at, i.comments
                  FROM item AS i NOT INDEXED
                 WHERE :start IS NULL
                   AND i.repo_id = :repo_id AND i.kind = 2
                   AND (i.created_at < :end OR i.merged_at < :end)
                UNION ALL
                SELECT i.number, i.created_at, i.updated_at, i.comments
                  FROM item AS i
                 WHERE i.repo_id = :repo_id AND i.kind = 2
                   AND i.created_at >= :start AND i.created_at < :end
                UNION ALL
                SELECT i.number, i.created_at, i.updated_at, i.comments
                  FROM item AS i
                 WHERE i.repo_id = :repo_id AND i.kind = 2
                   AND i.merged_at >= :start AND i.merged_at < :end
                   AND NOT (i.created_at >= :start AND i.created_at < :end)) AS t
          LEFT JOIN item_detail AS d
            ON d.repo_id = :repo_id AND d.number = t.number) AS p
 WHERE (p.read_at IS NULL OR p.read_at < p.updated_at
        OR p.parts & :need <> :need)
   AND NOT EXISTS (SELECT 1
                     FROM doubt AS u
                    WHERE u.repo_id = :repo_id
                      AND u.stream IN ('issues', 'reviews')
                      AND u.number = p.number);
