-- The spans that overlap or touch one: how many, and from when to when.
SELECT count(*), min(starts_at), max(ends_at)
  FROM span
 WHERE repo_id = :repo_id AND stream = :stream AND source = :source
   AND complete = :complete
   AND starts_at <= :ends_at AND ends_at >= :starts_at;
