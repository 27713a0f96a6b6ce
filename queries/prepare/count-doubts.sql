-- Of a window of a repository, what may be missing among the samples of a metric
-- with these streams (enum hscan_stream): how many, whether there may be any
-- number more, and how many that are there may be other than they seem. An item
-- that was created later, or is of the other kind, is not missing. An answer or
-- an event that is missing changes a sample, and adds none. An item of which
-- several things cannot be read (itself, its answers, its branch) is one.
WITH told AS (
	SELECT d.stream, d.number, d.number = 0 AND d.name = '' AS any_number
	  FROM temp.ask_doubt AS d
	 WHERE d.repo_id = :repo_id
	   AND (d.created_at IS NULL OR d.created_at < :ends_at)
	   AND CASE d.stream
	       WHEN 2 THEN (d.kind <> 2 AND :streams & 2)
	                   OR (d.kind <> 1 AND :streams & 32)
	       WHEN 4 THEN :streams & 4
	       WHEN 8 THEN ((:streams & 8) OR (:events AND :streams & 64)
	                    OR (:streams & 256))
	                   AND ((d.kind <> 2 AND :streams & 2)
	                        OR (d.kind <> 1 AND :streams & 32))
	       WHEN 128 THEN ((d.kind <> 2 AND :streams & 2)
	                      OR (d.kind <> 1 AND :streams & 32))
	                     AND :streams & (128 | 256)
	       WHEN 256 THEN :streams & 256
	                     AND (d.created_at IS NULL
	                          OR d.created_at >= :starts_at
	                          OR d.merged_at >= :starts_at
	                             AND d.merged_at < :ends_at)
	       WHEN 512 THEN :based AND :streams & 32
	       WHEN 1024 THEN :streams & 1024
	                      AND EXISTS (SELECT 1
	                                    FROM temp.ask_documented AS s
	                                   WHERE s.repo_id = d.repo_id
	                                     AND s.source = 'rest')
	       END
)
SELECT count(*) FILTER (WHERE NOT any_number
                          AND stream NOT IN (2, 8, 128, 256, 512)) +
       count(DISTINCT number) FILTER (WHERE NOT any_number
                                        AND stream IN (2, 256, 512)),
       count(*) FILTER (WHERE any_number),
       count(*) FILTER (WHERE NOT any_number AND stream IN (8, 128))
  FROM told;
