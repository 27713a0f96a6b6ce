-- Of a window of a repository, what may be missing among the samples of a metric:
-- how many, whether there may be any number more, and how many that are there may
-- be other than they seem. :issues, :pulls, ... say whether the metric is computed
-- from those (:comments also where it is from reviews). An item that was created
-- later, or is of the other kind, is not missing. An answer or an event that is
-- missing changes a sample, and adds none. An item of which several things cannot
-- be read (itself, its answers, its branch) is one. Whose the first contribution
-- was is not known of anybody where an item or its reviews cannot be read
-- (:contributions), whenever that was.
WITH asked AS (
	SELECT d.*, :contributions OR d.number = 0 AND d.name = ''
	            AS any_number,
	       (d.kind <> 2 AND :issues) OR (d.kind <> 1 AND :pulls) AS of_item
	  FROM temp.ask_doubt AS d
	 WHERE d.repo_id = :repo_id
	   AND (d.created_at IS NULL OR d.created_at < :ends_at)
), told AS (
	SELECT d.stream, d.number, d.any_number
	  FROM asked AS d
	 WHERE CASE d.stream
	       WHEN 'issues' THEN d.of_item
	       WHEN 'releases' THEN :releases
	       WHEN 'events' THEN :events AND d.of_item
	       WHEN 'comments' THEN :comments AND d.of_item
	       WHEN 'reviews' THEN :contributions
	                           OR :reviews
	                              AND (d.created_at IS NULL
	                                   OR d.created_at >= :starts_at
	                                   OR d.merged_at >= :starts_at
	                                      AND d.merged_at < :ends_at)
	       WHEN 'bases' THEN :based AND :pulls
	       WHEN 'documentation'
	       THEN :documentation
	            AND EXISTS (SELECT 1
	                          FROM temp.ask_documented AS s
	                         WHERE s.repo_id = d.repo_id
	                           AND s.source = 'rest')
	       END
)
SELECT count(*) FILTER (WHERE NOT any_number
                          AND stream IN ('releases', 'documentation')) +
       count(DISTINCT number)
           FILTER (WHERE NOT any_number
                     AND stream IN ('issues', 'reviews', 'bases')),
       count(*) FILTER (WHERE any_number),
       count(*) FILTER (WHERE NOT any_number
                          AND stream IN ('events', 'comments'))
  FROM told;
