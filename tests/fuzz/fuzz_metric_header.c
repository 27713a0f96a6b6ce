/* SPDX-License-Identifier: MIT */
/* A user's own metric files are read by the parser of the built-in ones. */
#include "fuzz/fuzz.h"
#include "metric/parse.h"

static void
ensure_metric(const struct hscan_metric *metric, struct hscan_text text)
{
	const struct hscan_text parts[] = {metric->id, metric->title,
	    metric->unit, metric->chaoss, metric->risk_from, metric->definition,
	    metric->sql};
	struct hscan_text rest = metric->definition, line;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		ENSURE(fuzz_lies_within(parts[i], text));
	ENSURE(hscan_text_is(metric->id, "m"));
	ENSURE(metric->title.len > 0 && metric->unit.len > 0);
	ENSURE(metric->needs != 0);
	ENSURE(strcmp(hscan_statistic_name(metric->statistic), "unknown") != 0);
	ENSURE(metric->better <= HSCAN_BETTER_HIGHER);
	ENSURE(metric->healthy.comparison <= HSCAN_MORE);
	ENSURE(metric->risk.comparison <= HSCAN_MORE);
	while (hscan_definition_line(&rest, &line)) {
		ENSURE(fuzz_lies_within(line, metric->definition));
		ENSURE(line.len == 0 || !memchr(line.ptr, '\n', line.len));
	}
	ENSURE(rest.len == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct hscan_text text = fuzz_text(data, size);
	struct hscan_metric metric;
	struct hscan_error err;
	enum hscan_status status =
	    hscan_metric_parse("queries/m.sql", text, &metric, &err);

	if (status == HSCAN_OK) {
		ensure_metric(&metric, text);
	} else {
		ENSURE(status == HSCAN_EPARSE);
		fuzz_ensure_failure(&err, status);
	}
	return 0;
}
