/* SPDX-License-Identifier: MIT */
/* A number opened into what it is made of, for programs. */
#include <cjson/cJSON.h>

#include <healthscan/record.h>

#include "base/buf.h"
#include "base/text.h"
#include "metric/parse.h"
#include "report/data/json_parts.h"
#include "report/data/json_value.h"
#include "report/explanation.h"
#include "report/formats.h"
#include "report/words.h"

#define MAX_DEFINITION ((size_t)1024 * 1024)

static bool
add_definition(cJSON *root, const struct hscan_metric *metric)
{
	struct hscan_text rest = metric->definition, line;
	struct hscan_buf text;
	bool good;

	hscan_buf_init(&text, MAX_DEFINITION);
	while (hscan_definition_line(&rest, &line)) {
		if (text.len > 0)
			(void)hscan_buf_add_char(&text, '\n');
		(void)hscan_buf_add_text(&text, line);
	}
	good = text.failed == HSCAN_OK &&
	       json_add_text(root, "definition", hscan_buf_text(&text));
	hscan_buf_clear(&text);
	return good;
}

/* Nothing where it is not said. */
static bool
add_sources(cJSON *object, unsigned sources)
{
	bool good = true;
	cJSON *list;

	if (sources == 0)
		return true;
	list = json_add_array(object, "sources");
	for (int i = 0; i < HSCAN_SOURCES && list && good; i++)
		if (sources & 1U << i)
			good = json_append_text(
			    list, hscan_text_of(
				      hscan_source_name((enum hscan_source)i)));
	return list && good;
}

static bool
add_sample(cJSON *list, const struct hscan_sample *sample)
{
	const struct hscan_number number = {
	    sample->number > 0, (double)sample->number};
	cJSON *object = json_append_object(list);
	bool good = object != NULL;

	/* Of a group alone. */
	if (good && sample->repo.ptr)
		good = json_add_text(object, "repository", sample->repo);
	return good && json_add_text(object, "subject", sample->subject) &&
	       json_add_number(object, "number", number) &&
	       json_add_text(object, "title", sample->title) &&
	       json_add_text(object, "author", sample->author) &&
	       json_add_double(object, "value", sample->value) &&
	       json_add_string(object, "role", words_role(sample->role)) &&
	       json_add_text(object, "link", sample->link) &&
	       json_add_time(object, "began_at", sample->began_at) &&
	       json_add_time(object, "ended_at", sample->ended_at) &&
	       add_sources(object, sample->sources) &&
	       (sample->people == 0 ||
		   (json_add_i64(object, "people", sample->people) &&
		       json_add_number(object, "share", sample->share))) &&
	       (sample->author_role == HSCAN_ROLE_NONE ||
		   json_add_string(object, "author_role",
		       hscan_role_name(sample->author_role)));
}

static enum hscan_status
write_json(const struct hscan_explanation *explanation, size_t shown,
    bool one_line, struct hscan_buf *out, struct hscan_error *err)
{
	cJSON *root = cJSON_CreateObject();
	cJSON *list = NULL;
	bool good;

	good = root &&
	       json_add_string(root, "schema", "healthscan.explanation/1") &&
	       json_add_report(root, explanation->report) &&
	       add_definition(root, explanation->report->measures[0].metric) &&
	       json_add_i64(
		   root, "samples_total", (int64_t)explanation->samples_len);
	if (good)
		list = json_add_array(root, "samples");
	good = list != NULL;
	for (size_t i = 0; i < shown && good; i++)
		good = add_sample(list, &explanation->samples[i]);
	return one_line ? json_finish_line(root, good, out, err)
			: json_finish(root, good, out, err);
}

enum hscan_status
hscan_explanation_json(const struct hscan_explanation *explanation,
    size_t shown, const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	(void)look; /* JSON looks the same everywhere */
	return write_json(explanation, shown, false, out, err);
}

enum hscan_status
hscan_explanation_ndjson(const struct hscan_explanation *explanation,
    size_t shown, const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	(void)look;
	return write_json(explanation, shown, true, out, err);
}
