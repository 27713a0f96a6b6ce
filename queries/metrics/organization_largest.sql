-- id:        organization_largest
-- title:     Largest organization
-- unit:      %
-- better:    lower
-- statistic: largest
-- streams:   git authors organizations
-- order:     456
--
-- The share of the commits in the 365 days before the window's end that the
-- people of one organization made, the one with the most. What counts, and
-- whose a commit is, is what it is for elephant_factor: a sample is an
-- organization, its value the commits of its people; n is the number of
-- organizations.
--
-- Commits of which nothing says whose they are belong to the whole, so that the
-- share is the least that there may be. A bound judges it only where it holds,
-- or does not, whosever these are.
SELECT repo_id, window_no, organization AS subject, NULL AS actor_id,
       commits AS value, standing, people
  FROM v_organization;
