-- id:        doc_update_frequency
-- title:     Documentation updates
-- unit:      commits/week
-- better:    higher
-- statistic: rate
-- healthy:   >= 3
-- risk-from: doc_quiet_weeks
-- streams:   documentation
-- order:     30
-- subject:   commit
--
-- How often the documentation is worked on: the commits in the window that
-- touch a documentation path, divided by the weeks in the window. The plain
-- count stands beside it.
--
-- Counted are commits reachable from the default branch, merges left out, dated
-- by committer time. Documentation paths are docs/, doc/ and Documentation/
-- with the suffixes .md .mdx .markdown .rst .adoc .txt, and README* and
-- CONTRIBUTING* at the root; docs.path in the configuration, or --docs-path,
-- replaces them.
--
-- Without a clone they are those that GitHub lists for docs/, doc/,
-- Documentation/, README.md and CONTRIBUTING.md: about the same, since a list is
-- of all files of a folder.
--
-- At risk when doc_quiet_weeks is: two silent weeks before the window's end.
-- Both bounds are from the requirements that healthscan was begun with.
SELECT c.repo_id, w.window_no, lower(hex(c.sha)) AS subject, c.actor_id,
       1 AS value
  FROM v_window AS w
  JOIN v_documentation AS c
    ON c.committed_at >= w.starts_at AND c.committed_at < w.ends_at;
