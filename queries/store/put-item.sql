-- The newest row of an issue or pull request; an older one changes nothing.
-- A merge is for ever, and the same close is no other merge: a newer row that
-- does not tell of it takes nothing away from what is known.
INSERT INTO item (repo_id, number, kind, forge_id, title, author_id,
                  author_association, state_reason, open, locked, draft,
                  comments, created_at, updated_at, closed_at, merged_at,
                  merge_untold)
VALUES (:repo_id, :number, :kind, :forge_id, :title, :author_id,
        :author_association, :state_reason, :open, :locked, :draft,
        :comments, :created_at, :updated_at, :closed_at, :merged_at,
        :merge_untold)
ON CONFLICT (repo_id, number) DO UPDATE SET
       kind = excluded.kind,
       forge_id = excluded.forge_id,
       title = excluded.title,
       author_id = excluded.author_id,
       author_association = excluded.author_association,
       state_reason = excluded.state_reason,
       open = excluded.open,
       locked = excluded.locked,
       draft = excluded.draft,
       comments = excluded.comments,
       created_at = excluded.created_at,
       updated_at = excluded.updated_at,
       closed_at = excluded.closed_at,
       merged_at = CASE WHEN excluded.merge_untold THEN merged_at
                        ELSE excluded.merged_at END,
       merge_untold = excluded.merge_untold AND merged_at IS NULL
                      AND (merge_untold
                           OR closed_at IS NOT excluded.closed_at),
       gone_at = NULL
 WHERE CASE WHEN excluded.updated_at >= updated_at
            THEN digest_moved(2, kind, excluded.kind,
                                 forge_id, excluded.forge_id,
                                 title, excluded.title,
                                 author_id, excluded.author_id,
                                 author_association,
                                 excluded.author_association,
                                 state_reason, excluded.state_reason,
                                 open, excluded.open,
                                 locked, excluded.locked,
                                 draft, excluded.draft,
                                 comments, excluded.comments,
                                 created_at, excluded.created_at,
                                 updated_at, excluded.updated_at,
                                 closed_at, excluded.closed_at,
                                 merged_at,
                                 CASE WHEN excluded.merge_untold
                                      THEN merged_at
                                      ELSE excluded.merged_at END,
                                 gone_at, NULL)
                 AND digest_moved(18, merge_untold,
                                      excluded.merge_untold
                                      AND merged_at IS NULL
                                      AND (merge_untold
                                           OR closed_at IS NOT
                                              excluded.closed_at)) END;
