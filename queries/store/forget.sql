-- Everything of a repository, table by table: a statement each, which names no
-- parameter but :repo_id.
DELETE FROM notification WHERE repo_id = :repo_id;
DELETE FROM alert WHERE repo_id = :repo_id;
DELETE FROM alert_turn WHERE repo_id = :repo_id;
DELETE FROM alert_run WHERE repo_id = :repo_id;
DELETE FROM gate_pass WHERE repo_id = :repo_id;
DELETE FROM scan_result WHERE repo_id = :repo_id;
DELETE FROM doubt WHERE repo_id = :repo_id;
DELETE FROM item_label WHERE repo_id = :repo_id;
DELETE FROM item_detail WHERE repo_id = :repo_id;
DELETE FROM pull_base WHERE repo_id = :repo_id;
DELETE FROM response WHERE repo_id = :repo_id;
DELETE FROM maintainer WHERE repo_id = :repo_id;
DELETE FROM event WHERE repo_id = :repo_id;
DELETE FROM item WHERE repo_id = :repo_id;
DELETE FROM release WHERE repo_id = :repo_id;
DELETE FROM listed_commit WHERE repo_id = :repo_id;
DELETE FROM listing WHERE repo_id = :repo_id;
DELETE FROM git_commit WHERE repo_id = :repo_id;
DELETE FROM git_author WHERE repo_id = :repo_id;
DELETE FROM git_tag WHERE repo_id = :repo_id;
DELETE FROM git_head WHERE repo_id = :repo_id;
DELETE FROM removal WHERE repo_id = :repo_id;
DELETE FROM span WHERE repo_id = :repo_id;
DELETE FROM stream WHERE repo_id = :repo_id;
DELETE FROM repo WHERE repo_id = :repo_id;
