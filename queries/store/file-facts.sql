-- The file itself.
SELECT (SELECT user_version FROM pragma_user_version),
       (SELECT page_size FROM pragma_page_size),
       (SELECT page_count FROM pragma_page_count),
       (SELECT freelist_count FROM pragma_freelist_count),
       (SELECT journal_mode FROM pragma_journal_mode);
