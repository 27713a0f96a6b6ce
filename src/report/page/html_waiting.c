/* SPDX-License-Identifier: MIT */
/* What is open and who has to move, as a page for a browser. */
#include "base/text.h"
#include "report/formats.h"
#include "report/page/page.h"
#include "report/waiting.h"
#include "report/words.h"

/* The text that a column is sorted by. */
static void
begin_cell(struct page *page, bool number)
{
	page_raw(page,
	    number ? "<td class=\"number\" data-key=\"" : "<td data-key=\"");
}

static void
text_cell(struct page *page, struct hscan_text text)
{
	begin_cell(page, false);
	page_text(page, text);
	page_raw(page, "\">");
	page_text(page, text);
	page_raw(page, "</td>");
}

static void
string_cell(struct page *page, const char *string)
{
	text_cell(page, hscan_text_of(string ? string : ""));
}

static void
name_cell(struct page *page, const struct hscan_waiting_item *item)
{
	struct hscan_text name;

	page_format(page, "<th scope=\"row\" data-key=\"%lld\">",
	    (long long)item->number);
	(void)hscan_buf_add_format(&page->words, "%s #%lld",
	    item->kind == HSCAN_PULL_REQUEST ? "PR" : "issue",
	    (long long)item->number);
	name = hscan_buf_text(&page->words);
	page_link(page, item->link, name);
	hscan_buf_reset(&page->words);
	page_raw(page, "</th>");
}

static void
write_row(struct page *page, const struct hscan_waiting_item *item)
{
	bool known = item->waits_for != HSCAN_WAITS_UNKNOWN;

	page_raw(page, "<tr>");
	name_cell(page, item);
	if (known) {
		string_cell(page, waiting_for(item->waits_for));
		begin_cell(page, true);
		page_format(page, "%lld\">%lld</td>", (long long)item->days,
		    (long long)item->days);
		page_format(
		    page, "<td data-key=\"%lld\">", (long long)item->since);
		page_time(page, item->since);
		page_raw(page, "</td>");
		string_cell(page, item->why == HSCAN_SINCE_READY
				      ? "ready"
				      : waiting_after(item->why));
	} else {
		page_raw(page, "<td data-key=\"\" class=\"absent\">not read"
			       "</td><td></td><td></td><td></td>");
	}
	text_cell(page, item->author);
	text_cell(page, item->title);
	page_raw(page, "</tr>\n");
}

static void
write_table(
    struct page *page, const struct hscan_waiting *waiting, size_t shown)
{
	static const char *const headings[] = {
	    "item", "waits for", "days", "since", "after", "author", "title"};

	page_raw(page, "<div class=\"scroll wide\" tabindex=\"0\" "
		       "role=\"region\" aria-label=\"What is open\">"
		       "<table class=\"sorts\"><thead><tr>");
	for (size_t i = 0; i < sizeof(headings) / sizeof(headings[0]); i++)
		page_format(page, "<th scope=\"col\">%s</th>", headings[i]);
	page_raw(page, "</tr></thead><tbody>\n");
	for (size_t i = 0; i < shown; i++)
		write_row(page, &waiting->items[i]);
	page_raw(page, "</tbody></table></div>\n");
}

static void
write_head(struct page *page, const struct hscan_waiting *waiting)
{
	page_raw(page, "<header>\n<h1>Waiting in ");
	words_add_place(
	    &page->words, waiting->host, waiting->repo.full_name, true);
	page_words(page);
	page_raw(page, "</h1>\n<p class=\"lead\">");
	waiting_add_counts(&page->words, waiting);
	page_words(page);
	page_raw(page, ".</p>\n<p>");
	waiting_add_question(&page->words, waiting, true);
	page_words(page);
	page_raw(page, ".</p>\n</header>\n");
}

static void
write_notes(
    struct page *page, const struct hscan_waiting *waiting, size_t shown)
{
	if (shown < waiting->len)
		page_format(
		    page, "<p>... and %zu more.</p>\n", waiting->len - shown);
	for (int note = 0; note < WAITING_NOTES; note++) {
		waiting_add_note(&page->words, waiting, note, true);
		if (page->words.len == 0)
			continue;
		page_raw(page, "<p class=\"legend\">");
		page_words(page);
		page_raw(page, ".</p>\n");
	}
}

enum hscan_status
hscan_waiting_html(const struct hscan_waiting *waiting, size_t shown,
    const struct hscan_look *look, struct hscan_buf *out,
    struct hscan_error *err)
{
	struct hscan_buf name;
	struct page page;

	(void)look; /* a browser has its own */
	hscan_buf_init(&name, (size_t)64 * 1024);
	(void)hscan_buf_add_string(&name, "Waiting in ");
	words_add_place(&name, waiting->host, waiting->repo.full_name, true);
	page_begin(&page, out, hscan_buf_text(&name), shown > 0);
	words_drop(out, &name);
	write_head(&page, waiting);
	page_raw(&page, "<main>\n");
	if (shown > 0)
		write_table(&page, waiting, shown);
	write_notes(&page, waiting, shown);
	page_raw(&page, "</main>\n");
	page_end(&page, waiting->version, waiting->generated_at);
	return hscan_buf_check(out, "the page", err);
}
