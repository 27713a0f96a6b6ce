-- rows: values kept
-- Each review has the author of its pull request, and when that was opened and
-- merged; see {reviewer}.
{reviewer};
