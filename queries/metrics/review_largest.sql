-- id:        review_largest
-- title:     Reviews by the busiest
-- unit:      %
-- better:    lower
-- statistic: largest
-- streams:   pull_requests reviews
-- reach:     window
-- order:     136
-- subject:   person
--
-- The share of the reviews that the busiest reviewer gave. What counts, and who,
-- is what it is for review_half: a sample is a person, its value that person's
-- reviews; n is the number of people.
SELECT repo_id, window_no, login AS subject, actor_id, reviews AS value
  FROM v_reviewer;
