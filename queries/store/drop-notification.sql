-- A turn that is taken back need not be told of.
DELETE FROM notification
 WHERE repo_id = :repo_id
   AND scope = :scope
   AND metric = :metric
   AND kind = :kind
   AND at = :at;
