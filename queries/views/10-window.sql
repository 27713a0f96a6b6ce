-- v_window: the windows asked for. window_no 0 is the one reported; 1, 2, …
-- lie before it, back to back. Half-open: starts_at belongs to the window,
-- ends_at does not, and nothing at or after ends_at exists yet for it.
CREATE TEMP VIEW v_window AS
SELECT window_no, starts_at, ends_at
  FROM temp.ask_window;
