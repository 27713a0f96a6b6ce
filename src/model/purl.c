/* SPDX-License-Identifier: MIT */
/* From package URLs to places of repositories; see purl.h. */
#include "model/purl.h"

#include <string.h>

#include "base/text.h"

#define LEN(array) (sizeof(array) / sizeof((array)[0]))

/* The types whose name is one of a repository's. Without a host the name
 * begins with it: "pkg:golang/github.com/o/n/v2". Where such a host is none of
 * those named here it may be any page's: "golang.org/x/net". */
static const struct type {
	const char *name, *host;
} types[] = {
    {"github", "github.com"},
    {"githubactions", "github.com"},
    {"bitbucket", "bitbucket.org"},
    {"gitlab", "gitlab.com"},
    {"golang", NULL},
    {"swift", NULL},
};

struct place {
	char *text; /* HSCAN_PURL_SIZE bytes */
	size_t len;
	bool good;
};

static void
add(struct place *place, char c)
{
	if (place->len + 1 >= HSCAN_PURL_SIZE || c == '\0') {
		place->good = false;
		return;
	}
	place->text[place->len++] = c;
	place->text[place->len] = '\0';
}

static int
hex_digit(char c)
{
	const char *digits = "0123456789abcdef", *at;

	at = c ? strchr(digits, hscan_to_lower(c)) : NULL;
	return at ? (int)(at - digits) : -1;
}

/* A slash that is encoded is a part of a name, which none of a repository's
 * has: unless it is an address, it must not become a new part. */
static void
add_decoded(struct place *place, struct hscan_text text, bool address)
{
	for (size_t i = 0; i < text.len && place->good; i++) {
		int high, low;

		if (text.ptr[i] != '%') {
			add(place, text.ptr[i]);
			continue;
		}
		high = i + 2 < text.len ? hex_digit(text.ptr[i + 1]) : -1;
		low = high >= 0 ? hex_digit(text.ptr[i + 2]) : -1;
		if (low < 0 || (!address && high * 16 + low == '/')) {
			place->good = false;
			return;
		}
		add(place, (char)(high * 16 + low));
		i += 2;
	}
}

bool
hscan_is_purl(struct hscan_text text)
{
	static const char scheme[] = "pkg:";

	if (text.len < strlen(scheme))
		return false;
	text.len = strlen(scheme);
	return hscan_text_is_nocase(text, scheme);
}

/* The qualifier vcs_url, "k=v&vcs_url=git%2Bhttps://…"; absent: none. */
static struct hscan_text
find_address(struct hscan_text qualifiers)
{
	while (qualifiers.ptr) {
		struct hscan_text value = hscan_text_split(&qualifiers, '&');
		struct hscan_text key = hscan_text_split(&value, '=');

		if (hscan_text_is_nocase(key, "vcs_url"))
			return value;
	}
	return (struct hscan_text){NULL, 0};
}

static bool
begins_with_host(struct hscan_text path)
{
	struct hscan_text host = hscan_text_split(&path, '/');

	for (size_t i = 0; i < LEN(types) && types[i].host; i++)
		if (hscan_text_is_nocase(host, types[i].host))
			return true;
	return false;
}

static void
add_name(struct place *place, struct hscan_text type, struct hscan_text path)
{
	for (size_t i = 0; i < LEN(types); i++) {
		if (!hscan_text_is_nocase(type, types[i].name))
			continue;
		if (!types[i].host && !begins_with_host(path))
			break;
		for (const char *c = types[i].host; c && *c; c++)
			add(place, *c);
		if (types[i].host)
			add(place, '/');
		add_decoded(place, path, false);
		return;
	}
	place->good = false;
}

bool
hscan_purl_place(struct hscan_text purl, char out[HSCAN_PURL_SIZE])
{
	struct place place = {.text = out, .good = true};
	struct hscan_text rest = purl, path, type, address;

	out[0] = '\0';
	if (!hscan_is_purl(purl))
		return false;
	rest.ptr += strlen("pkg:");
	rest.len -= strlen("pkg:");
	/* "pkg://type" is to be read as "pkg:type". */
	while (rest.len > 0 && rest.ptr[0] == '/') {
		rest.ptr++;
		rest.len--;
	}
	rest = hscan_text_split(&rest, '#');
	path = hscan_text_split(&rest, '?');
	address = find_address(rest);
	/* No owner and no name has an '@': what follows is the version. */
	path = hscan_text_split(&path, '@');
	type = hscan_text_split(&path, '/');
	if (address.len > 0)
		add_decoded(&place, address, true);
	else
		add_name(&place, type, path);
	return place.good && place.len > 0;
}
