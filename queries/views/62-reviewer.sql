-- v_reviewer: who gave how many reviews in a window: of pull requests of somebody
-- else that were opened or merged in it; of those that were not, reviews may be
-- unread. Without deleted accounts, which cannot be told apart. Filled when a
-- statement reads it.
CREATE TEMP VIEW v_reviewer AS
SELECT repo_id, window_no, actor_id, login, reviews
  FROM temp.ask_reviewer;
