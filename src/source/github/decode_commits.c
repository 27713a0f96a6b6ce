/* SPDX-License-Identifier: MIT */
/* GitHub's list of commits as records; see decode.h. */
#include <cjson/cJSON.h>

#include "base/number.h"
#include "source/github/decode.h"
#include "source/github/decode_json.h"

/* A commit made by a program of somebody's own may lack its committer. */
static int64_t
time_of(
    struct hscan_json_reader *reader, const cJSON *commit, const cJSON *author)
{
	const cJSON *committer =
	    cJSON_GetObjectItemCaseSensitive(commit, "committer");
	int64_t at = hscan_json_time(committer, "date");

	return at == HSCAN_NEVER ? hscan_json_need_time(reader, author, "date")
				 : at;
}

static void
read_commit(struct hscan_json_reader *reader, const cJSON *tree,
    const cJSON *entry, struct hscan_listed_commits *out)
{
	const cJSON *commit = cJSON_GetObjectItemCaseSensitive(entry, "commit");
	const cJSON *author =
	    cJSON_GetObjectItemCaseSensitive(commit, "author");
	const cJSON *parents =
	    cJSON_GetObjectItemCaseSensitive(entry, "parents");
	struct hscan_listed_commit *at = &out->at[out->len];

	*at = (struct hscan_listed_commit){
	    .committed_at = time_of(reader, commit, author),
	    .author_name = hscan_json_text(reader, author, "name"),
	    .author_email = hscan_json_text(reader, author, "email"),
	    .merge = cJSON_GetArraySize(parents) > 1,
	};
	if (!hscan_parse_hex(hscan_json_need_text(reader, entry, "sha"),
		at->sha, HSCAN_SHA_SIZE))
		hscan_json_refuse(reader, "sha", "not 40 hexadecimal digits");
	if (!hscan_json_keep(reader, tree, entry, "sha", &out->bad))
		return;
	out->len++;
	if (out->newest == HSCAN_NEVER || at->committed_at > out->newest)
		out->newest = at->committed_at;
}

enum hscan_status
hscan_github_decode_commits(struct hscan_text body, struct hscan_arena *arena,
    struct hscan_listed_commits *out, struct hscan_error *err)
{
	static const char *const names[] = {"commit", "author", "committer",
	    "date", "name", "email", "parents", "sha", NULL};
	struct hscan_json_reader reader = {
	    .arena = arena,
	    .err = err,
	    .what = "the list of commits",
	    .names = names,
	    .status = HSCAN_OK,
	};
	struct hscan_listed_commits commits = {.newest = HSCAN_NEVER};
	cJSON *tree = hscan_json_parse_list(&reader, body);
	const cJSON *entry;

	if (!tree)
		return reader.status;
	commits.at = hscan_json_room(&reader, tree, sizeof(*commits.at));
	cJSON_ArrayForEach(entry, tree)
	{
		if (!commits.at || !hscan_json_next(&reader, entry))
			break;
		read_commit(&reader, tree, entry, &commits);
	}
	cJSON_Delete(tree);
	if (reader.status == HSCAN_OK)
		*out = commits;
	return reader.status;
}
