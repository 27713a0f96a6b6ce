-- {issue_wait}: each issue that was opened in a window: when its wait for an
-- answer began, and when it had one. That is found in its own row, in which the
-- export has put the first answer of each account; who is a bot is asked here. It
-- ends in a WHERE, to which a text may add.
SELECT repo_id, toInt64({window_of:created_at}) AS window_no, started_at,
       {who} AS left_out, {responded} AS responded
  FROM {item}
PREWHERE (repo_id, generation) IN ask_repo AND kind = 1
               AND shown_until >= {to}
               AND created_at >= {from} AND created_at < {to}
 WHERE answers_read
