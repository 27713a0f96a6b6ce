-- id:        review_three
-- title:     Reviews by the busiest three
-- unit:      %
-- better:    lower
-- statistic: largest-three
-- streams:   pull_requests reviews
-- reach:     window
-- order:     137
-- subject:   person
--
-- The share of the reviews that the three busiest reviewers gave together. What
-- counts, and who, is what it is for review_half: a sample is a person, its value
-- that person's reviews; n is the number of people.
SELECT repo_id, window_no, login AS subject, actor_id, reviews AS value
  FROM v_reviewer;
