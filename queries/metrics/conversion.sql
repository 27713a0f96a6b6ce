-- id:        conversion
-- title:     Newcomers who came again
-- unit:      %
-- better:    higher
-- statistic: share
-- streams:   issues pull_requests contributions git authors
-- order:     193
-- subject:   person
-- chaoss:    Conversion Rate https://chaoss.community/kb/metric-conversion-rate/
--
-- The share that came again within 90 days, of the people whose first
-- contribution ever falls in the window that ended 90 days before this one's
-- end and is as long: 1 - S(90 d) by Kaplan and Meier, which is the plain share,
-- as each has been watched for 90 days. n is how many people there are.
--
-- A contribution is an issue or a pull request that was opened, a review that
-- was submitted, or a commit that was written, merges left out, which is of its
-- committer's time. The first one after it, on a later day by UTC, is the second,
-- so that a pull request and its commits are one. Of a commit, the person is the
-- e-mail address that the .mailmap gives, and the account where it, or one that
-- is mapped to it, is an address of the forge's own (ID+LOGIN@users.noreply...,
-- LOGIN@users.noreply...); nobody is known by a name. Bots do not count; nor do
-- deleted accounts, which cannot be told apart.
--
-- Who is new, only all that there ever was can tell: all issues and pull
-- requests, the reviews of each pull request and the history of a clone. Reviews
-- take a request for each pull request, and are read where this metric is
-- named (--metric), or by healthscan retention, which shows how long people took.
SELECT n.repo_id, w.window_no, n.person AS subject, n.person_id AS actor_id,
       n.second_at IS NOT NULL
       AND n.second_at - n.first_at <= 90 * 86400 AS value
  FROM v_window AS w
  JOIN v_newcomer AS n
    ON n.first_at >= w.starts_at - 90 * 86400
   AND n.first_at < w.ends_at - 90 * 86400;
