/* SPDX-License-Identifier: MIT */
/* The counts of the receiver, and their text; see gauges.h. */
#include "serve/gauges.h"

#include <inttypes.h>
#include <string.h>

#include "base/safe.h"
#include "base/text.h"

#define PREFIX "healthscan_receive_"

/* Events that GitHub sends for what is read here; the last is for all others.
 */
static const char *const events[] = {
    "issues",
    "issue_comment",
    "pull_request",
    "pull_request_review",
    "pull_request_review_comment",
    "pull_request_review_thread",
    "release",
    "repository",
    "push",
    "discussion",
    "sub_issues",
    "issue_dependencies",
    "meta",
    "ping",
    "label",
    "create",
    "delete",
    "other",
};

enum { EVENTS = sizeof(events) / sizeof(events[0]) };
_Static_assert(
    sizeof(events) / sizeof(events[0]) <= SERVE_EVENTS, "raise SERVE_EVENTS");

static const char *const outcomes[SERVE_OUTCOMES] = {
    [SERVE_STORED] = "stored",
    [SERVE_PASSED_OVER] = "passed_over",
    [SERVE_KNOWN] = "known",
    [SERVE_SPOOLED] = "spooled",
    [SERVE_REFUSED] = "refused",
    [SERVE_LOST] = "lost",
};

void
serve_gauges_count(struct serve_gauges *gauges, struct hscan_text event,
    enum serve_outcome outcome)
{
	struct hscan_text name = hscan_text_split(&event, '.');
	size_t i = 0;

	while (i < EVENTS - 1 && !hscan_text_is(name, events[i]))
		i++;
	gauges->deliveries[i][outcome]++;
}

void
serve_gauges_refuse(struct serve_gauges *gauges, unsigned status)
{
	for (size_t i = 0; i < SERVE_REFUSALS; i++) {
		if (gauges->refusals[i].status == 0)
			gauges->refusals[i].status = status;
		if (gauges->refusals[i].status == status) {
			gauges->refusals[i].count++;
			return;
		}
	}
}

void
serve_gauges_see(
    struct serve_gauges *gauges, struct hscan_text name, int64_t at)
{
	size_t place = 0;

	if (name.len == 0 || name.len >= SERVE_SEEN_NAME)
		return;
	for (size_t i = 0; i < SERVE_SEEN; i++) {
		const char *there = gauges->seen[i].name;

		if (there[0] == '\0' || hscan_text_is(name, there)) {
			place = i;
			break;
		}
		if (gauges->seen[i].at < gauges->seen[place].at)
			place = i;
	}
	memcpy(gauges->seen[place].name, name.ptr, name.len);
	gauges->seen[place].name[name.len] = '\0';
	gauges->seen[place].at = at;
}

/* --- the text --- */

/* As the value of a label: \, " and line breaks are escaped. */
static void
add_label(struct hscan_buf *out, const char *value)
{
	struct hscan_buf plain;

	hscan_buf_init(&plain, (size_t)SERVE_SEEN_NAME * 8);
	hscan_add_safe(&plain, hscan_text_of(value), false);
	for (const char *c = hscan_buf_string(&plain); *c; c++) {
		if (*c == '\\' || *c == '"')
			(void)hscan_buf_add_char(out, '\\');
		(void)hscan_buf_add_char(out, *c);
	}
	hscan_buf_clear(&plain);
}

static void
add_head(
    struct hscan_buf *out, const char *name, const char *type, const char *help)
{
	(void)hscan_buf_add_format(out,
	    "# HELP " PREFIX "%s %s\n# TYPE " PREFIX "%s %s\n", name, help,
	    name, type);
}

static void
add_one(struct hscan_buf *out, const char *name, const char *type,
    const char *help, int64_t value)
{
	add_head(out, name, type, help);
	(void)hscan_buf_add_format(out, PREFIX "%s %" PRId64 "\n", name, value);
}

static void
add_deliveries(const struct serve_gauges *gauges, struct hscan_buf *out)
{
	add_head(out, "deliveries_total", "counter",
	    "Deliveries that were signed rightly, by what came of them.");
	for (size_t i = 0; i < EVENTS; i++)
		for (size_t j = 0; j < SERVE_OUTCOMES; j++)
			if (gauges->deliveries[i][j] > 0)
				(void)hscan_buf_add_format(out,
				    PREFIX "deliveries_total{event=\"%s\","
					   "outcome=\"%s\"} %" PRIu64 "\n",
				    events[i], outcomes[j],
				    gauges->deliveries[i][j]);
}

static void
add_refusals(const struct serve_gauges *gauges, struct hscan_buf *out)
{
	add_head(out, "refusals_total", "counter",
	    "Requests that were refused, by the status of the answer.");
	for (size_t i = 0; i < SERVE_REFUSALS; i++)
		if (gauges->refusals[i].status != 0)
			(void)hscan_buf_add_format(out,
			    PREFIX "refusals_total{status=\"%u\"} %" PRIu64
				   "\n",
			    gauges->refusals[i].status,
			    gauges->refusals[i].count);
}

static void
add_seen(const struct serve_gauges *gauges, struct hscan_buf *out)
{
	add_head(out, "last_delivery_timestamp_seconds", "gauge",
	    "When a delivery of the repository came last.");
	for (size_t i = 0; i < SERVE_SEEN && gauges->seen[i].name[0]; i++) {
		(void)hscan_buf_add_string(out,
		    PREFIX "last_delivery_timestamp_seconds{repository=\"");
		add_label(out, gauges->seen[i].name);
		(void)hscan_buf_add_format(
		    out, "\"} %" PRId64 "\n", gauges->seen[i].at);
	}
}

static void
add_answers(const struct serve_gauges *gauges, struct hscan_buf *out)
{
	add_head(out, "answer_seconds", "summary",
	    "From the end of a delivery's body until it was accepted.");
	(void)hscan_buf_add_format(out,
	    PREFIX "answer_seconds_sum %" PRIu64 ".%03" PRIu64 "\n" PREFIX
		   "answer_seconds_count %" PRIu64 "\n",
	    gauges->answer_ms / 1000, gauges->answer_ms % 1000,
	    gauges->answers);
}

void
serve_gauges_write(const struct serve_gauges *gauges, struct hscan_buf *out)
{
	add_deliveries(gauges, out);
	add_refusals(gauges, out);
	add_seen(gauges, out);
	add_answers(gauges, out);
	add_one(out, "transactions_total", "counter",
	    "Transactions that the deliveries were stored in.",
	    (int64_t)gauges->groups);
	add_one(out, "lag_seconds", "gauge",
	    "Age of the oldest accepted delivery that is not in the store yet.",
	    gauges->oldest_s);
	add_one(out, "spool_deliveries", "gauge",
	    "Accepted deliveries that lie in the spool.",
	    (int64_t)gauges->spooled);
	add_one(out, "waiting_deliveries", "gauge",
	    "Deliveries that are about to be written.",
	    (int64_t)gauges->waiting);
	add_one(out, "connections", "gauge", "Open connections.",
	    (int64_t)gauges->connections);
	add_one(out, "bodies_bytes", "gauge",
	    "Bytes of bodies that are being read or written.",
	    (int64_t)gauges->bodies);
}
