-- What the tables, indexes and views of ours are, but for where they lie in the
-- file. Who has others in it may keep them.
SELECT type, name, tbl_name, sql
  FROM sqlite_schema
 WHERE :repo_id = 0
   AND name IN ('repo', 'sqlite_autoindex_repo_1', 'repo_by_name', 'account',
                'item', 'item_by_creation', 'item_by_close', 'item_by_merge',
                'item_by_untold', 'event', 'release', 'stream', 'response',
                'item_detail', 'item_label', 'pull_base', 'git_head',
                'git_author', 'sqlite_autoindex_git_author_1', 'git_commit',
                'git_commit_by_time', 'git_tag', 'listing', 'listed_commit',
                'documentation_source', 'alert_run', 'alert', 'alert_turn',
                'gate_pass', 'scan_result', 'repo_name', 'doubt', 'notification',
                'notification_by_repo', 'removal', 'span', 'delivery',
                'delivery_by_time', 'maintainer', 'digest');
