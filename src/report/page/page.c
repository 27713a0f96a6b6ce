/* SPDX-License-Identifier: MIT */
/* A page of HTML that is whole in itself; see page.h. */
#include "report/page/page.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/safe.h"
#include "base/sha256.h"
#include "base/text.h"
#include "base/time.h"
#include "metric/unit.h"
#include "report/markup.h"
#include "report/words.h"

#define MAX_WORDS_BYTES ((size_t)1024 * 1024)

static struct hscan_text
file_of(const char *path)
{
	for (size_t i = 0; i < page_files_len; i++)
		if (strcmp(page_files[i].path, path) == 0)
			return (struct hscan_text){
			    (const char *)page_files[i].bytes,
			    page_files[i].len};
	return (struct hscan_text){"", 0};
}

void
page_raw(struct page *page, const char *markup)
{
	(void)hscan_buf_add_string(page->out, markup);
}

void
page_format(struct page *page, const char *format, ...)
{
	char text[512];
	va_list args;
	int len;

	va_start(args, format);
	len = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	if (len < 0 || (size_t)len >= sizeof(text))
		page->out->failed = HSCAN_EREFUSED;
	else
		(void)hscan_buf_add(page->out, text, (size_t)len);
}

void
page_text(struct page *page, struct hscan_text text)
{
	markup_text(page->out, text);
}

void
page_string(struct page *page, const char *string)
{
	markup_string(page->out, string);
}

/* Takes a word off the front; true: it is an option. */
static bool
take_word(struct hscan_text *rest, struct hscan_text *word)
{
	*word = hscan_text_split(rest, ' ');
	return hscan_text_starts(*word, "--") ||
	       hscan_text_starts(*word, "(--");
}

static void
add_word(struct page *page, bool option, bool last)
{
	page_raw(page, option ? "<span class=\"option\">" : "");
	markup_take(page->out, &page->words);
	page_raw(page, option ? "</span>" : "");
	page_raw(page, last ? "" : " ");
}

void
page_prose(struct page *page, struct hscan_text text)
{
	while (text.ptr) {
		struct hscan_text word;
		bool option = take_word(&text, &word);

		hscan_add_safe(&page->words, word, false);
		add_word(page, option, !text.ptr);
	}
}

void
page_words(struct page *page)
{
	struct hscan_buf words = page->words;
	struct hscan_text rest = hscan_buf_text(&words);

	hscan_buf_init(&page->words, MAX_WORDS_BYTES);
	while (rest.ptr) {
		struct hscan_text word;
		bool option = take_word(&rest, &word);

		(void)hscan_buf_add_text(&page->words, word);
		add_word(page, option, !rest.ptr);
	}
	words_drop(page->out, &words);
}

/* --- the frame --- */

static void
add_digest(struct page *page, struct hscan_text content)
{
	unsigned char digest[HSCAN_SHA256_SIZE];

	hscan_sha256(content, digest);
	page_raw(page, "'sha256-");
	markup_base64(page->out, digest, sizeof(digest));
	page_raw(page, "'");
}

static void
add_policy(struct page *page, struct hscan_text style, struct hscan_text script)
{
	page_raw(page, "<meta http-equiv=\"Content-Security-Policy\" content=\""
		       "default-src 'none'; img-src data:; style-src ");
	add_digest(page, style);
	if (script.len > 0) {
		page_raw(page, "; script-src ");
		add_digest(page, script);
	}
	page_raw(page, "; base-uri 'none'; form-action 'none'\">\n");
}

void
page_begin(struct page *page, struct hscan_buf *out, struct hscan_text title,
    bool sorts)
{
	struct hscan_text style = file_of("page.css");
	struct hscan_text script = sorts ? file_of("page.js") : file_of("");

	*page = (struct page){.out = out};
	hscan_buf_init(&page->words, MAX_WORDS_BYTES);
	page_raw(page, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
		       "<meta charset=\"utf-8\">\n");
	add_policy(page, style, script);
	page_raw(page, "<meta name=\"viewport\" content=\"width=device-width, "
		       "initial-scale=1\">\n"
		       "<meta name=\"referrer\" content=\"no-referrer\">\n"
		       "<meta name=\"color-scheme\" content=\"light dark\">\n"
		       "<meta name=\"generator\" content=\"healthscan\">\n"
		       "<link rel=\"icon\" href=\"data:,\">\n<title>");
	page_text(page, title);
	page_raw(page, "</title>\n<style>");
	(void)hscan_buf_add_text(out, style);
	page_raw(page, "</style>\n</head>\n<body>\n");
	if (script.len > 0) {
		page_raw(page, "<script type=\"module\">");
		(void)hscan_buf_add_text(out, script);
		page_raw(page, "</script>\n");
	}
}

void
page_end(struct page *page, const char *version, int64_t generated_at)
{
	page_raw(page, "<footer>\n<p>Made by healthscan ");
	page_string(page, version);
	page_raw(page, ", ");
	page_time(page, generated_at);
	page_raw(page, ". This page is whole in itself and asks no server for "
		       "anything.</p>\n</footer>\n</body>\n</html>\n");
	hscan_buf_clear(&page->words);
}

void
page_section(struct page *page, const char *id, const char *heading)
{
	page_format(page,
	    "<section aria-labelledby=\"%s\">\n<h2 id=\"%s\">%s</h2>\n", id, id,
	    heading);
}

/* --- words --- */

const char *
page_class(enum hscan_verdict verdict)
{
	return hscan_verdict_name(verdict);
}

void
page_verdict(struct page *page, enum hscan_verdict verdict)
{
	if (verdict == HSCAN_VERDICT_NONE)
		return;
	page_format(page, "<span class=\"verdict %s\">", page_class(verdict));
	words_add_verdict(&page->words, verdict, true);
	page_words(page);
	page_raw(page, "</span>");
}

void
page_time(struct page *page, int64_t when)
{
	char text[HSCAN_TIME_SIZE];

	hscan_format_time(when, text);
	page_format(page, "<time datetime=\"%s\">", text);
	words_add_time(&page->words, when);
	page_words(page);
	page_raw(page, "</time>");
}

void
page_number(struct page *page, double value)
{
	words_add_value(&page->words, value);
	page_words(page);
}

void
page_scaled(struct page *page, const struct scale *scale, double value)
{
	scale_add_value(&page->words, scale, value);
	page_words(page);
}

void
page_value(struct page *page, const struct hscan_measure *measure)
{
	const struct scale scale = scale_of(measure);
	struct hscan_text unit;

	if (!measure->now.value.known) {
		page_raw(page, "<span class=\"absent\">no value</span>");
		return;
	}
	page_raw(page, "<strong>");
	scale_add_judged(&page->words, &scale, measure);
	unit = hscan_unit_behind(hscan_buf_text(&page->words), scale.unit);
	page_words(page);
	page_raw(page, "</strong>");
	if (words_unit(measure->metric).len == 0)
		return;
	page_raw(page, " <span class=\"unit\">");
	page_text(page, unit);
	page_raw(page, "</span>");
}

void
page_bound(struct page *page, const struct scale *scale,
    const struct hscan_bound *bound, const struct hscan_metric *metric)
{
	struct hscan_text unit;

	scale_add_bound(&page->words, scale, bound, true);
	unit = hscan_unit_behind(hscan_buf_text(&page->words), scale->unit);
	page_words(page);
	if (words_unit(metric).len > 0) {
		page_raw(page, " ");
		page_text(page, unit);
	}
}

void
page_link(struct page *page, struct hscan_text url, struct hscan_text text)
{
	/* Nothing else is a link, wherever it may come from. */
	if (!hscan_text_starts(url, "https://")) {
		page_text(page, text);
		return;
	}
	page_raw(page, "<a href=\"");
	page_text(page, url);
	page_raw(page, "\" rel=\"noopener noreferrer\">");
	page_text(page, text);
	page_raw(page, "</a>");
}
