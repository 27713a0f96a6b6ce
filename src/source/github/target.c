/* SPDX-License-Identifier: MIT */
/* The requests that start a stream; see target.h. */
#include "source/github/target.h"

#include <string.h>

#include "base/percent.h"
#include "base/text.h"

/* What follows /repos/OWNER/NAME; a stream that is not here comes with
 * another or from elsewhere. 100 a page is the most there is. */
static const struct {
	enum hscan_stream stream;
	const char *suffix;
} streams[] = {
    {HSCAN_STREAM_REPO, ""},
    {HSCAN_STREAM_ISSUES,
	"/issues?state=all&sort=updated&direction=desc&per_page=100"},
    {HSCAN_STREAM_TAIL,
	"/issues?state=all&sort=updated&direction=asc&per_page=100"},
    {HSCAN_STREAM_OPEN,
	"/issues?state=open&sort=created&direction=asc&per_page=100"},
    {HSCAN_STREAM_SWEEP,
	"/issues?state=all&sort=created&direction=asc&per_page=100"},
    {HSCAN_STREAM_RELEASES, "/releases?per_page=100"},
    {HSCAN_STREAM_EVENTS, "/issues/events?per_page=100"},
    {HSCAN_STREAM_COMMENTS,
	"/issues/comments?sort=updated&direction=desc&per_page=100"},
    {HSCAN_STREAM_BASES,
	"/pulls?state=all&sort=updated&direction=desc&per_page=100"},
    {HSCAN_STREAM_MERGES,
	"/pulls?state=all&sort=updated&direction=desc&per_page=100"},
};

static const char *
suffix(enum hscan_stream stream)
{
	for (size_t i = 0; i < sizeof(streams) / sizeof(streams[0]); i++)
		if (streams[i].stream == stream)
			return streams[i].suffix;
	return NULL;
}

static void
add_segment(struct hscan_buf *out, const char *segment)
{
	(void)hscan_buf_add_char(out, '/');
	hscan_add_percent(out, hscan_text_of(segment), "");
}

static void
add_repository(const char *base_path, const struct hscan_repo_name *name,
    struct hscan_buf *out)
{
	hscan_buf_reset(out);
	(void)hscan_buf_add_string(out, base_path);
	(void)hscan_buf_add_string(out, "/repos");
	add_segment(out, name->owner);
	add_segment(out, name->name);
}

static enum hscan_status
check(struct hscan_buf *out, struct hscan_error *err)
{
	enum hscan_status status =
	    hscan_buf_check(out, "a request to GitHub", err);

	if (status != HSCAN_OK)
		hscan_buf_cut(out, 0);
	return status;
}

enum hscan_status
hscan_github_target(enum hscan_stream stream, const char *base_path,
    const struct hscan_repo_name *name, struct hscan_buf *out,
    struct hscan_error *err)
{
	const char *end = suffix(stream);

	hscan_buf_reset(out);
	if (!end)
		return hscan_fail(err, HSCAN_EINVAL,
		    "there is no request to GitHub for the stream %u: it "
		    "comes with another or from elsewhere",
		    (unsigned)stream);
	add_repository(base_path, name, out);
	(void)hscan_buf_add_string(out, end);
	return check(out, err);
}

enum hscan_status
hscan_github_pull_target(bool timeline, int64_t number, const char *base_path,
    const struct hscan_repo_name *name, struct hscan_buf *out,
    struct hscan_error *err)
{
	add_repository(base_path, name, out);
	(void)hscan_buf_add_format(out,
	    timeline ? "/issues/%lld/timeline?per_page=100"
		     : "/pulls/%lld/reviews?per_page=100",
	    (long long)number);
	return check(out, err);
}

enum hscan_status
hscan_github_item_target(int64_t number, const char *base_path,
    const struct hscan_repo_name *name, struct hscan_buf *out,
    struct hscan_error *err)
{
	add_repository(base_path, name, out);
	(void)hscan_buf_add_format(out, "/issues/%lld", (long long)number);
	return check(out, err);
}

enum hscan_status
hscan_github_row_target(enum hscan_stream stream, struct hscan_text row,
    const char *base_path, const struct hscan_repo_name *name,
    struct hscan_buf *out, struct hscan_error *err)
{
	static const struct {
		enum hscan_stream stream;
		const char *folder;
	} folders[] = {
	    {HSCAN_STREAM_RELEASES, "/releases/"},
	    {HSCAN_STREAM_EVENTS, "/issues/events/"},
	    {HSCAN_STREAM_COMMENTS, "/issues/comments/"},
	    {HSCAN_STREAM_BASES, "/pulls/"},
	    {HSCAN_STREAM_DOCS, "/commits/"},
	};

	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++) {
		if (folders[i].stream != stream)
			continue;
		add_repository(base_path, name, out);
		(void)hscan_buf_add_string(out, folders[i].folder);
		hscan_add_percent(out, row, "");
		return check(out, err);
	}
	hscan_buf_reset(out);
	return hscan_fail(err, HSCAN_EINVAL,
	    "there is no request to GitHub for one row of the stream %u",
	    (unsigned)stream);
}

enum hscan_status
hscan_github_commits_target(struct hscan_text path, const char *base_path,
    const struct hscan_repo_name *name, struct hscan_buf *out,
    struct hscan_error *err)
{
	add_repository(base_path, name, out);
	if (path.len == 0) {
		(void)hscan_buf_add_string(out, "/commits?per_page=1");
		return check(out, err);
	}
	(void)hscan_buf_add_string(out, "/commits?path=");
	hscan_add_percent(out, path, "");
	(void)hscan_buf_add_string(out, "&per_page=100");
	return check(out, err);
}

bool
hscan_github_small(struct hscan_buf *target)
{
	static const char full[] = "per_page=100", small[] = "per_page=25";
	size_t len = sizeof(full) - 1;

	if (target->len < len ||
	    memcmp(target->ptr + target->len - len, full, len) != 0)
		return false;
	hscan_buf_cut(target, target->len - len);
	return hscan_buf_add_string(target, small);
}
