/* SPDX-License-Identifier: MIT */
/* Bills of materials of every kind: who is told, and what of them counts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/text.h"
#include "source/sbom/sbom.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))

static bool
is_github(const char *host, void *payload)
{
	(void)payload;
	return strcmp(host, "github.com") == 0;
}

/* "[name found repository]" */
static enum hscan_status
write_down(const struct hscan_sbom_package *package, void *payload,
    struct hscan_error *err)
{
	static const char *const words[] = {
	    [HSCAN_SBOM_NOWHERE] = "nowhere",
	    [HSCAN_SBOM_ELSEWHERE] = "elsewhere",
	    [HSCAN_SBOM_GUESSED] = "guessed",
	    [HSCAN_SBOM_NAMED] = "named",
	};
	struct hscan_buf *out = payload;

	(void)hscan_buf_add_format(out, "[%.*s %s", (int)package->name.len,
	    package->name.ptr ? package->name.ptr : "", words[package->found]);
	if (package->found == HSCAN_SBOM_ELSEWHERE)
		(void)hscan_buf_add_format(out, " %s", package->repo.host);
	else if (package->found != HSCAN_SBOM_NOWHERE)
		(void)hscan_buf_add_format(
		    out, " %s/%s", package->repo.owner, package->repo.name);
	(void)hscan_buf_add_string(out, "]");
	return hscan_buf_check(out, "what was told", err);
}

static void
expect(const char *json, enum hscan_sbom_kind kind, const char *expected)
{
	enum hscan_sbom_kind got = HSCAN_SBOM_NONE;
	struct hscan_buf told;
	struct hscan_sbom_query query = {is_github, write_down, &told};
	struct hscan_error err;

	hscan_buf_init(&told, SIZE_MAX);
	if (hscan_sbom_read(hscan_text_of(json), "bom", &query, &got, &err) !=
	    HSCAN_OK)
		fail_msg("%s: %s", json, err.message);
	assert_string_equal(hscan_buf_string(&told), expected);
	assert_int_equal(got, kind);
	hscan_buf_clear(&told);
}

#define CYCLONEDX(rest)      "{\"bomFormat\":\"CycloneDX\"," rest "}"
#define COMPONENT(rest)      CYCLONEDX("\"components\":[{\"name\":\"x\"," rest "}]")
#define REFERENCE(type, url) "{\"type\":\"" type "\",\"url\":\"" url "\"}"
#define REFERENCES(rest)     COMPONENT("\"externalReferences\":[" rest "]")

static void
components_are_told(void **state)
{
	static const struct {
		const char *json, *expected;
	} rows[] = {
	    {CYCLONEDX("\"components\":[]"), ""},
	    {CYCLONEDX("\"version\":1"), ""},
	    {CYCLONEDX("\"components\":[{}]"), "[ nowhere]"},
	    {CYCLONEDX("\"components\":null"), ""},
	    {CYCLONEDX("\"components\":[{\"group\":\"@a\",\"name\":\"b\"}]"),
		"[@a/b nowhere]"},
	    {CYCLONEDX("\"components\":[{\"group\":\"\",\"name\":\"b\"}]"),
		"[b nowhere]"},
	    {COMPONENT("\"purl\":\"pkg:github/o/n@1\""),
		"[pkg:github/o/n@1 named o/n]"},
	    {COMPONENT("\"purl\":\"pkg:npm/a@1\""), "[pkg:npm/a@1 nowhere]"},
	    {COMPONENT("\"purl\":17,\"externalReferences\":{}"), "[x nowhere]"},
	    /* What comes before it says what the file is. */
	    {"{\"components\":[{\"name\":\"a\"}],\"bomFormat\":\"CycloneDX\"}",
		"[a nowhere]"},
	    {CYCLONEDX("\"components\":[{\"name\":\"a\",\"components\":["
		       "{\"name\":\"b\",\"components\":[{\"name\":\"c\"}]}],"
		       "\"purl\":\"pkg:github/o/a\"},{\"name\":\"d\"}]"),
		"[c nowhere][b nowhere][pkg:github/o/a named o/a][d nowhere]"},
	    /* The program itself is none of its components. */
	    {CYCLONEDX(
		 "\"metadata\":{\"component\":{\"name\":\"me\",\"purl\":"
		 "\"pkg:github/me/me\",\"components\":[{\"name\":\"in\"}]}"
		 "},\"components\":[{\"name\":\"a\"}]"),
		"[in nowhere][a nowhere]"},
	    {CYCLONEDX("\"metadata\":[],\"components\":[{\"name\":\"a\"}]"),
		"[a nowhere]"},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++)
		expect(rows[i].json, HSCAN_SBOM_CYCLONEDX, rows[i].expected);
}

static void
the_best_of_what_is_said_counts(void **state)
{
	static const struct {
		const char *json, *expected;
	} rows[] = {
	    {REFERENCES(REFERENCE("vcs", "git+https://github.com/o/n.git#p")),
		"[x named o/n]"},
	    {REFERENCES(REFERENCE("vcs", "github:o/n")), "[x named o/n]"},
	    {REFERENCES("{\"url\":\"https://github.com/o/n\",\"comment\":\"c\","
			"\"type\":\"vcs\"}"),
		"[x named o/n]"},
	    {REFERENCES(
		 REFERENCE("issue-tracker", "https://github.com/o/n/issues")),
		"[x named o/n]"},
	    {REFERENCES(REFERENCE("website", "https://github.com/o/n#readme")),
		"[x guessed o/n]"},
	    {REFERENCES(REFERENCE("website", "https://n.example")),
		"[x nowhere]"},
	    {REFERENCES(REFERENCE("documentation", "https://github.com/o/n")),
		"[x nowhere]"},
	    {REFERENCES(REFERENCE(
		 "distribution", "https://packages.example/n/-/n-1.tgz")),
		"[x nowhere]"},
	    {REFERENCES(REFERENCE("distribution",
		 "https://github.com/o/n/releases/download/v1/n.tgz")),
		"[x named o/n]"},
	    /* In whatever order they come. */
	    {REFERENCES(REFERENCE("website",
		 "https://github.com/o/site") "," REFERENCE("issue-tracker",
		 "https://github.com/o/bugs/issues") "," REFERENCE("vcs",
		 "https://github.com/o/n")),
		"[x named o/n]"},
	    {REFERENCES(
		 REFERENCE("vcs", "https://github.com/o/n") "," REFERENCE("vcs",
		     "https://github.com/o/second") "," REFERENCE("website",
		     "https://github.com/o/site")),
		"[x named o/n]"},
	    {COMPONENT("\"externalReferences\":[" REFERENCE("vcs",
		 "https://github.com/o/n") "],\"purl\":\"pkg:github/o/exact\""),
		"[pkg:github/o/exact named o/exact]"},
	    /* On a host that is not asked, unless something else is. */
	    {REFERENCES(REFERENCE("vcs", "https://gitlab.com/g/s/n.git")),
		"[x elsewhere gitlab.com]"},
	    {REFERENCES(REFERENCE("vcs", "git@git.example.org:g/s/n.git")),
		"[x elsewhere git.example.org]"},
	    {REFERENCES(
		 REFERENCE("vcs", "https://gitlab.com/o/n") "," REFERENCE(
		     "issue-tracker", "https://github.com/o/n/issues")),
		"[x named o/n]"},
	    {REFERENCES(REFERENCE("website", "https://gitlab.com/o/n")),
		"[x nowhere]"},
	    {REFERENCES(REFERENCE("vcs", "https://github.com/o")),
		"[x nowhere]"},
	    {REFERENCES(REFERENCE("vcs", "UNKNOWN")), "[x nowhere]"},
	    {REFERENCES(REFERENCE("vcs", "")), "[x nowhere]"},
	    {REFERENCES(REFERENCE("vcs", "file:///o/n")), "[x nowhere]"},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++)
		expect(rows[i].json, HSCAN_SBOM_CYCLONEDX, rows[i].expected);
}

#define SPDX(rest)        "{\"spdxVersion\":\"SPDX-2.3\"," rest "}"
#define PACKAGE(id, rest) "{\"SPDXID\":\"" id "\",\"name\":\"" id "\"" rest "}"
#define LOCATOR(purl) \
	",\"externalRefs\":[{\"referenceCategory\":\"PACKAGE-MANAGER\"," \
	"\"referenceType\":\"purl\",\"referenceLocator\":\"" purl "\"}]"
#define DESCRIBES(id) \
	"{\"spdxElementId\":\"SPDXRef-DOCUMENT\",\"relatedSpdxElement\":" \
	"\"" id "\",\"relationshipType\":\"DESCRIBES\"}"

static void
packages_are_told(void **state)
{
	static const struct {
		const char *json, *expected;
	} rows[] = {
	    {SPDX("\"packages\":[]"), ""},
	    {SPDX("\"packages\":[" PACKAGE("a",
		 ",\"downloadLocation\":\"NOASSERTION\",\"homepage\":"
		 "\"NONE\"") "]"),
		"[a nowhere]"},
	    {SPDX("\"packages\":[" PACKAGE("a",
		 ",\"downloadLocation\":\"git+https://github.com/o/"
		 "n.git@v1\"") "]"),
		"[a named o/n]"},
	    {SPDX("\"packages\":[" PACKAGE(
		 "a", ",\"downloadLocation\":\"https://x.example/o/n\"") "]"),
		"[a nowhere]"},
	    {SPDX("\"packages\":[" PACKAGE("a",
		 ",\"downloadLocation\":\"git+https://x.example/o/n@v1\"") "]"),
		"[a elsewhere x.example]"},
	    {SPDX("\"packages\":[" PACKAGE(
		 "a", ",\"homepage\":\"https://github.com/o/n#readme\"") "]"),
		"[a guessed o/n]"},
	    {SPDX("\"packages\":[" PACKAGE(
		 "a", LOCATOR("pkg:githubactions/o/n@4")) "]"),
		"[pkg:githubactions/o/n@4 named o/n]"},
	    {SPDX("\"packages\":[" PACKAGE("a",
		 ",\"externalRefs\":[{\"referenceLocator\":\"cpe:2.3:a\"},"
		 "7]") "]"),
		"[a nowhere]"},
	    /* What it is about, in either way, unless it is about several. */
	    {SPDX("\"documentDescribes\":[\"a\"],\"packages\":[" PACKAGE(
		 "a", "") "," PACKAGE("b", "") "]"),
		"[b nowhere]"},
	    {SPDX("\"packages\":[" PACKAGE("a", "") "," PACKAGE("b",
		 "") "],\"relationships\":[" DESCRIBES("a") "," DESCRIBES("a") "]"),
		"[b nowhere]"},
	    {SPDX("\"packages\":[" PACKAGE("a", "") "," PACKAGE("b",
		 "") "],\"relationships\":[" DESCRIBES("a") "," DESCRIBES("b") "]"),
		"[a nowhere][b nowhere]"},
	    {"{\"documentDescribes\":[\"a\",\"b\"],\"packages\":[" PACKAGE("a",
		 "") "," PACKAGE("b", "") "],\"spdxVersion\":\"SPDX-2.2\"}",
		"[a nowhere][b nowhere]"},
	    {SPDX("\"documentDescribes\":[\"a\",\"b\",\"c\",\"d\"],"
		  "\"packages\":[" PACKAGE("a", "") "]"),
		"[a nowhere]"},
	    /* As GitHub's API gives it. */
	    {"{\"sbom\":" SPDX("\"packages\":[" PACKAGE("a", "") "]") "}",
		"[a nowhere]"},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++)
		expect(rows[i].json, HSCAN_SBOM_SPDX, rows[i].expected);
}

#define GRAPH(rest) \
	"{\"@context\":\"https://spdx.org/rdf/3.0.1/spdx-context.jsonld\"," \
	"\"@graph\":[" rest "]}"
#define ELEMENT(id, rest) \
	"{\"type\":\"software_Package\",\"spdxId\":\"" id "\",\"name\":\"" id \
	"\"" rest "}"

static void
graphs_are_told(void **state)
{
	static const struct {
		const char *json, *expected;
	} rows[] = {
	    {GRAPH(""), ""},
	    {GRAPH("{\"type\":\"software_File\",\"name\":\"f\"},{}"), ""},
	    {GRAPH(ELEMENT("a", "")), "[a nowhere]"},
	    {GRAPH(
		 ELEMENT("a", ",\"software_packageUrl\":\"pkg:github/o/n@1\"")),
		"[pkg:github/o/n@1 named o/n]"},
	    {GRAPH(ELEMENT("a",
		 ",\"externalIdentifier\":[{\"externalIdentifierType\":"
		 "\"packageUrl\",\"identifier\":\"pkg:github/o/n@1\"}]")),
		"[pkg:github/o/n@1 named o/n]"},
	    {GRAPH(ELEMENT("a", ",\"software_downloadLocation\":"
				"\"git+https://github.com/o/n@v1\"")),
		"[a named o/n]"},
	    {GRAPH(ELEMENT(
		 "a", ",\"software_homePage\":\"https://github.com/o/n\"")),
		"[a guessed o/n]"},
	    {GRAPH(ELEMENT("a",
		 ",\"externalRef\":[{\"externalRefType\":\"vcs\",\"locator\":"
		 "[\"https://github.com/o/n\",\"https://github.com/p/q\"]}]")),
		"[a named o/n]"},
	    {GRAPH(ELEMENT("a",
		 ",\"externalRef\":[{\"externalRefType\":\"issueTracker\","
		 "\"locator\":\"https://github.com/o/n/issues\"}]")),
		"[a named o/n]"},
	    {GRAPH("{\"type\":\"SpdxDocument\",\"rootElement\":[\"bom\"]},"
		   "{\"type\":\"software_Sbom\",\"rootElement\":[\"a\"]}"
		   "," ELEMENT("a", "") "," ELEMENT("b", "")),
		"[b nowhere]"},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++)
		expect(rows[i].json, HSCAN_SBOM_SPDX, rows[i].expected);
}

static void
other_json_is_none(void **state)
{
	static const char *const rows[] = {"{}", "[]", "7", "\"bomFormat\"",
	    "{\"components\":[{\"name\":\"a\"}]}",
	    "{\"bomFormat\":\"Other\",\"components\":[{\"name\":\"a\"}]}",
	    "{\"packages\":[{\"name\":\"a\"}]}",
	    "{\"spdxVersion\":\"SPDX-9\",\"packages\":[{\"name\":\"a\"}]}",
	    "{\"@graph\":[{\"type\":\"software_Package\"}]}",
	    "{\"@context\":\"https://schema.org\",\"@graph\":[]}"};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++)
		expect(rows[i], HSCAN_SBOM_NONE, "");
}

static void
refuse(struct hscan_text text, const char *words)
{
	enum hscan_sbom_kind kind = HSCAN_SBOM_SPDX;
	struct hscan_buf told;
	struct hscan_sbom_query query = {is_github, write_down, &told};
	struct hscan_error err;

	hscan_buf_init(&told, SIZE_MAX);
	assert_int_equal(
	    hscan_sbom_read(text, "bom", &query, &kind, &err), HSCAN_EINVAL);
	if (!strstr(err.message, words))
		fail_msg("%s", err.message);
	assert_int_equal(kind, HSCAN_SBOM_SPDX);
	hscan_buf_clear(&told);
}

static void
what_is_broken_is_refused(void **state)
{
	static const struct {
		const char *json, *words;
	} rows[] = {
	    {"", "bom:1: cannot be read as a bill of materials: the file ends"},
	    {"{\n\"bomFormat\":", "bom:2: "},
	    {CYCLONEDX("\"components\":[{\"name\":\"a\"},]"),
		"this is not JSON"},
	    {CYCLONEDX("\"components\":[{},1]"), "is no object"},
	    {CYCLONEDX("\n\"components\":[{},\n null]"),
		"bom:3: cannot be read as a bill of materials: one of the "
		"packages is no object"},
	    {CYCLONEDX("\"components\":{\"name\":\"a\"}"), "is no list"},
	    {COMPONENT("\"components\":7"), "is no list"},
	    {CYCLONEDX("\"metadata\":{\"component\":{\"components\":\"\"}}"),
		"is no list"},
	    {SPDX("\"packages\":\"a\""), "is no list"},
	    {SPDX("\"packages\":[[]]"), "is no object"},
	    {GRAPH("3"), "is no object"},
	    {CYCLONEDX("\"components\":[],\"components\":[]"), "twice"},
	    {COMPONENT("\"purl\":\"pkg:github/o/n\",\"purl\":\"x\""), "twice"},
	    {CYCLONEDX("\"components\":[]") "}", "something follows its end"},
	};

	(void)state;
	for (size_t i = 0; i < LEN(rows); i++)
		refuse(hscan_text_of(rows[i].json), rows[i].words);
	refuse((struct hscan_text){"{}\0", 3}, "something follows");
}

/* `times` of a piece within a list of components. */
static struct hscan_text
many(struct hscan_buf *out, const char *piece, size_t times, const char *end)
{
	(void)hscan_buf_add_string(
	    out, "{\"bomFormat\":\"CycloneDX\",\"components\":[");
	for (size_t i = 0; i < times; i++)
		(void)hscan_buf_add_string(out, piece);
	(void)hscan_buf_add_string(out, end);
	return hscan_buf_text(out);
}

static enum hscan_status
count(const struct hscan_sbom_package *package, void *payload,
    struct hscan_error *err)
{
	(void)package;
	(void)err;
	++*(size_t *)payload;
	return HSCAN_OK;
}

static void
what_is_too_much_is_refused(void **state)
{
	enum hscan_sbom_kind kind;
	size_t counted = 0;
	struct hscan_sbom_query query = {is_github, count, &counted};
	struct hscan_error err;
	struct hscan_buf text;

	(void)state;
	hscan_buf_init(&text, SIZE_MAX);
	refuse(many(&text, "{\"components\":[", 1000, ""), "nested deeper");
	hscan_buf_reset(&text);
	assert_int_equal(
	    hscan_sbom_read(many(&text, "{},", HSCAN_SBOM_PACKAGES - 1, "{}]}"),
		"bom", &query, &kind, &err),
	    HSCAN_OK);
	assert_int_equal(counted, HSCAN_SBOM_PACKAGES);
	hscan_buf_reset(&text);
	assert_int_equal(
	    hscan_sbom_read(many(&text, "{},", HSCAN_SBOM_PACKAGES, "{}]}"),
		"bom", &query, &kind, &err),
	    HSCAN_EINVAL);
	assert_non_null(strstr(err.message, "bom: it has more than a million"));
	hscan_buf_clear(&text);
}

static enum hscan_status
stop_at_once(const struct hscan_sbom_package *package, void *payload,
    struct hscan_error *err)
{
	(void)package;
	++*(size_t *)payload;
	return hscan_fail(err, HSCAN_EINTR, "enough");
}

static void
who_is_told_may_end_it(void **state)
{
	enum hscan_sbom_kind kind;
	size_t counted = 0;
	struct hscan_sbom_query query = {is_github, stop_at_once, &counted};
	struct hscan_error err;
	struct hscan_buf text;

	(void)state;
	hscan_buf_init(&text, SIZE_MAX);
	assert_int_equal(hscan_sbom_read(many(&text, "{},", 3, "{}]}"), "bom",
			     &query, &kind, &err),
	    HSCAN_EINTR);
	assert_string_equal(err.message, "enough");
	assert_int_equal(counted, 1);
	hscan_buf_clear(&text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(components_are_told),
	    cmocka_unit_test(the_best_of_what_is_said_counts),
	    cmocka_unit_test(packages_are_told),
	    cmocka_unit_test(graphs_are_told),
	    cmocka_unit_test(other_json_is_none),
	    cmocka_unit_test(what_is_broken_is_refused),
	    cmocka_unit_test(what_is_too_much_is_refused),
	    cmocka_unit_test(who_is_told_may_end_it),
	};

	return cmocka_run_group_tests_name("sbom", tests, NULL, NULL);
}
