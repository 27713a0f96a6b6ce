-- id:        elephant_factor
-- title:     Elephant factor
-- unit:      organizations
-- better:    higher
-- statistic: half
-- streams:   git authors organizations
-- order:     455
-- chaoss:    Elephant Factor https://chaoss.community/kb/metric-elephant-factor/
--
-- The smallest number of organizations that together made at least half of the
-- commits in the 365 days before the window's end. A sample is an organization,
-- its value the commits of its people; n is the number of organizations. Merges
-- are left out.
--
-- Whose a commit is, the author's address says, by the .mailmap and then by
-- what is set of organizations (healthscan-config(5)): an address before its
-- domain, a domain before those that it is part of (with --gitdm-order after
-- them, as gitdm has it), and what ends on a date up to that date of the commit
-- in UTC. Whoever is independent counts alone.
--
-- Commits of which nothing says whose they are belong to the whole, and to no
-- organization: where they are more than half there is no number, and else it
-- is the most that there may be.
SELECT repo_id, window_no, organization AS subject, NULL AS actor_id,
       commits AS value, standing, people
  FROM v_organization;
