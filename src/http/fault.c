/* SPDX-License-Identifier: MIT */
/* Success that is none; see fault.h. */
#include "http/fault.h"

#include "base/text.h"
#include "http/headers.h"

const char *
hscan_fault_of(int status, struct hscan_text headers, struct hscan_text body)
{
	struct hscan_text type = hscan_header_get(headers, "content-type");
	struct hscan_text kind = hscan_text_trim(hscan_text_split(&type, ';'));

	/* The server is still working it out, and says {} meanwhile. */
	if (status == 202)
		return "202 (not ready yet)";
	if (status != 200)
		return NULL;
	if (body.len == 0)
		return "200 with nothing in it";
	/* The page of a proxy, a hotel, or of servers in trouble. */
	if (hscan_text_is_nocase(kind, "text/html"))
		return "200 with a web page in place of data";
	return NULL;
}
