/* SPDX-License-Identifier: MIT */
/* Paths and queries of requests; see target.h. */
#include "source/github/target.h"

#include <string.h>

#include "base/percent.h"
#include "base/text.h"

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
hscan_github_target(const char *below, const char *base_path,
    const struct hscan_repo_name *name, struct hscan_buf *out,
    struct hscan_error *err)
{
	add_repository(base_path, name, out);
	(void)hscan_buf_add_string(out, below);
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
hscan_github_row_target(const char *below, struct hscan_text row,
    const char *base_path, const struct hscan_repo_name *name,
    struct hscan_buf *out, struct hscan_error *err)
{
	add_repository(base_path, name, out);
	(void)hscan_buf_add_string(out, below);
	hscan_add_percent(out, row, "");
	return check(out, err);
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
