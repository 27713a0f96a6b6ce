-- Whether anything of a pull request was ever read by itself.
SELECT 1 FROM item_detail WHERE repo_id = :repo_id LIMIT 1;
