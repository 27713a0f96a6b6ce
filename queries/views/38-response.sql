-- v_response: comments (kind 1) and submitted reviews (kind 2), by anyone. state:
-- what a review says; NULL: of a comment, or nobody has told it.
CREATE TEMP VIEW v_response AS
SELECT p.repo_id, p.number, p.occurred_at, p.kind, p.forge_id, p.actor_id,
       EXISTS (SELECT 1
                 FROM temp.ask_bot AS b
                WHERE b.repo_id = p.repo_id
                  AND b.actor_id = p.actor_id) AS by_bot,
       CASE p.state
       WHEN 1 THEN 'commented'
       WHEN 2 THEN 'approved'
       WHEN 3 THEN 'changes_requested'
       WHEN 4 THEN 'dismissed'
       END AS state
  FROM temp.ask_repo AS r
 CROSS JOIN temp.told_response AS p ON p.repo_id = r.repo_id;

-- v_review: the reviews. by_ghost: by a deleted account, which is a person, and
-- nobody's own.
CREATE TEMP VIEW v_review AS
SELECT p.repo_id, p.number, p.occurred_at, p.forge_id, p.actor_id, p.state,
       p.by_bot,
       p.actor_id IS NULL
       OR (p.repo_id, p.actor_id) IN temp.ask_ghost
       AS by_ghost
  FROM temp.v_response AS p
 WHERE p.kind = 2;

-- v_issue_response, v_pull_request_response: one row an item that was opened
-- (or merged) in one of the windows. Its wait for an answer began at
-- started_at: when it was opened or, for what was opened as a draft, when it
-- was first ready for review; NULL: it never was. responded_at: the first
-- comment or review from then on by a person who is not its author.
CREATE TEMP VIEW v_issue_response AS
SELECT f.repo_id, f.number, f.actor_id, f.created_at, f.started_at,
       f.responded_at
  FROM temp.ask_repo AS r
 CROSS JOIN temp.ask_first AS f ON f.repo_id = r.repo_id
 WHERE f.kind = 1;

CREATE TEMP VIEW v_pull_request_response AS
SELECT f.repo_id, f.number, f.actor_id, f.created_at, f.started_at,
       f.responded_at, f.merged_at
  FROM temp.ask_repo AS r
 CROSS JOIN temp.ask_first AS f ON f.repo_id = r.repo_id
 WHERE f.kind = 2;

-- v_draft: when those pull requests were drafts: [drafted_at, readied_at).
CREATE TEMP VIEW v_draft AS
SELECT d.repo_id, d.number, d.drafted_at, d.readied_at
  FROM temp.ask_repo AS r
 CROSS JOIN temp.ask_draft AS d ON d.repo_id = r.repo_id;
