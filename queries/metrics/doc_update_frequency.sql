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
-- touch a documentation path, divided by the weeks in the window. The report
-- also has the plain count.
--
-- Only commits reachable from the default branch count, without merges, dated by
-- committer time. Documentation paths are docs/, doc/ and Documentation/
-- with the suffixes .md .mdx .markdown .rst .adoc .txt, and README* and
-- CONTRIBUTING* at the root; docs.path in the configuration, or --docs-path,
-- replaces them.
--
-- Without a clone the number is estimated from the commits that GitHub lists for
-- docs/, doc/, Documentation/, README.md and CONTRIBUTING.md: a list covers all
-- files of a folder, whatever their suffix.
--
-- At risk when doc_quiet_weeks is: two weeks without a documentation commit
-- before the window's end. That is one cause, and counts once: as
-- doc_quiet_weeks, where that is in the report. Both bounds are from healthscan's original
-- requirements.
SELECT c.repo_id, w.window_no, lower(hex(c.sha)) AS subject, c.actor_id,
       1 AS value
  FROM v_window AS w
  JOIN v_documentation AS c
    ON c.committed_at >= w.starts_at AND c.committed_at < w.ends_at;
