/* SPDX-License-Identifier: MIT */
/* The network end of the transport, with libcurl: one multi handle, and easy
 * handles that are used again, so that connections are too. */
#include <curl/curl.h>
#include <errno.h>

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/safe.h"
#include "base/text.h"
#include "http/client.h"
#include "http/mishap.h"
#include "http/transport.h"

/* Room for "If-None-Match: " and an ETag; servers send up to 8 kB. */
#define ETAG_LINE_MAX ((size_t)16 * 1024)

/* For a body that is longer, or whose length is not known, the server is asked
 * first whether it wants it; it has a second to say so. */
#define ASK_FIRST_BYTES ((int64_t)1024 * 1024)

struct wire;

/* One easy handle and what belongs to its request. */
struct exchange {
	struct wire *wire;
	CURL *easy;                               /* NULL: never used so far */
	const struct hscan_wire_request *request; /* NULL: free */
	bool held; /* until the first one has come through a proxy */
	struct hscan_buf url;
	struct hscan_buf etag_line;
	/* The list of libcurl borrows the strings: a copy of the token would
	 * have to be wiped too. Two more than the headers: an ETag, "Expect".
	 */
	struct curl_slist nodes[HSCAN_WIRE_HEADERS + 2];
	struct hscan_buf headers;
	struct hscan_buf body;
	bool connected;       /* TLS and all: the request can be sent */
	curl_off_t since_us;  /* that was known then; -1: not yet */
	bool headers_done;    /* what comes now are trailers */
	bool interim;         /* these are of a 1xx: the answer is to come */
	enum hscan_slow slow; /* ended for that */
	struct hscan_proxy proxy;
	char why[CURL_ERROR_SIZE];
};

struct wire {
	struct hscan_transport transport;
	CURLM *multi;
	struct exchange *exchanges;
	size_t count;
	struct hscan_url base;
	char authority[HSCAN_AUTHORITY_SIZE];
	char *ca_file;
	size_t max_in_flight;
	int64_t connect_timeout_s;
	int64_t stall_timeout_s;
	int64_t answer_time_s;
	const char *too_slow;
	bool reached; /* a request has been sent in this run */
	void (*connecting)(const char *where, void *payload); /* NULL: called */
	void *payload;
	/* Why no request can succeed any more; HSCAN_OK: they may. */
	struct hscan_error hopeless;
	bool curl_ready; /* curl_global_init() has been called for us */
};

/* --- what comes in --- */

/* The type is libcurl's: NOLINTBEGIN(readability-non-const-parameter) */
static size_t
on_header(char *bytes, size_t size, size_t count, void *payload)
/* NOLINTEND(readability-non-const-parameter) */
{
	struct exchange *x = payload;
	struct hscan_text line = {bytes, size * count};
	size_t len = line.len;

	/* A status line begins the block anew: what came before was a 1xx, or
	 * a proxy. */
	if (hscan_text_starts(line, "HTTP/")) {
		hscan_buf_reset(&x->headers);
		x->headers_done = false;
		(void)hscan_text_split(&line, ' ');
		x->interim = hscan_text_starts(line, "1");
		return len;
	}
	line = hscan_text_trim(line);
	if (line.len == 0)
		x->headers_done = !x->interim;
	if (line.len == 0 || x->headers_done)
		return len;
	(void)hscan_buf_add_text(&x->headers, line);
	return hscan_buf_add_char(&x->headers, '\n') ? len : 0;
}

/* NULL: the body is kept. */
static struct hscan_sink *
sink_of(const struct exchange *x)
{
	long status = 0;

	if (!x->request->sink)
		return NULL;
	(void)curl_easy_getinfo(x->easy, CURLINFO_RESPONSE_CODE, &status);
	return status == 200 ? x->request->sink : NULL;
}

/* Bytes are counted after decompression: a small answer may be a bomb. */
static size_t
on_body(char *bytes, size_t size, size_t count, void *payload)
{
	struct exchange *x = payload;
	struct hscan_sink *sink = sink_of(x);
	size_t len = size * count;

	if (sink) {
		sink->bytes += len;
		sink->failed.status = sink->write(sink->payload,
		    (struct hscan_text){bytes, len}, &sink->failed);
		return sink->failed.status == HSCAN_OK ? len : 0;
	}
	return hscan_buf_add(&x->body, bytes, len) ? len : 0;
}

/* The server's time for its answer begins when the body has been sent. */
static size_t
on_read(char *out, size_t size, size_t count, void *payload)
{
	struct exchange *x = payload;
	struct hscan_upload *upload = x->request->upload;
	size_t len;

	if (hscan_upload_read(upload, out, size * count, &len) != HSCAN_OK)
		return CURL_READFUNC_ABORT;
	if (upload->whole)
		x->since_us = -1;
	return len;
}

/* libcurl wants to begin again: a connection that had served before was dead,
 * or the server did not take it over this one. */
static int
on_seek(void *payload, curl_off_t offset, int origin)
{
	struct exchange *x = payload;

	if (offset != 0 || origin != SEEK_SET ||
	    hscan_upload_rewind(x->request->upload, NULL) != HSCAN_OK)
		return CURL_SEEKFUNC_FAIL;
	return CURL_SEEKFUNC_OK;
}

/* libcurl's times do not show this: since 8.23 there is a PRETRANSFER_TIME
 * before the TLS handshake is done. */
/* The type is libcurl's: NOLINTBEGIN(readability-non-const-parameter) */
static int
on_connected(
    void *payload, char *their_ip, char *our_ip, int their_port, int our_port)
/* NOLINTEND(readability-non-const-parameter) */
{
	struct exchange *x = payload;

	(void)their_ip;
	(void)our_ip;
	(void)their_port;
	(void)our_port;
	x->connected = true;
	return CURL_PREREQFUNC_OK;
}

/* Says once that a connection takes long. */
static void
tell_connecting(const struct exchange *x)
{
	struct wire *wire = x->wire;
	char where[sizeof(x->proxy.name) + 16];
	curl_off_t at_us = 0;

	if (!wire->connecting || wire->reached)
		return;
	(void)curl_easy_getinfo(x->easy, CURLINFO_TOTAL_TIME_T, &at_us);
	if (at_us < (curl_off_t)HSCAN_CONNECTING_S * 1000000)
		return;
	if (x->proxy.name[0])
		(void)snprintf(
		    where, sizeof(where), "the proxy %s", x->proxy.name);
	wire->connecting(x->proxy.name[0]       ? where
			 : x->proxy.variable[0] ? "the proxy"
						: wire->authority,
	    wire->payload);
	wire->connecting = NULL;
}

/* Bounds an answer as a whole, however slowly it comes: its head has a fixed
 * time, its body the same and a second for every HSCAN_SLOWEST_RATE bytes; so
 * has the body of a request. */
static int
on_progress(void *payload, curl_off_t total, curl_off_t now,
    curl_off_t sent_total, curl_off_t sent)
{
	struct exchange *x = payload;
	const struct wire *wire = x->wire;
	curl_off_t at_us = 0;
	const struct hscan_upload *upload = x->request->upload;
	int64_t allowed_s = wire->answer_time_s;

	(void)total;
	(void)sent_total;
	(void)sent;
	if (!x->connected) { /* that has a limit of its own */
		tell_connecting(x);
		return 0;
	}
	(void)curl_easy_getinfo(x->easy, CURLINFO_TOTAL_TIME_T, &at_us);
	if (x->since_us < 0)
		x->since_us = at_us;
	if (x->headers_done)
		allowed_s += now / HSCAN_SLOWEST_RATE;
	else if (upload && !upload->whole)
		allowed_s += upload->sent / HSCAN_SLOWEST_RATE;
	if (at_us - x->since_us <= allowed_s * 1000000)
		return 0;
	x->slow = x->headers_done ? HSCAN_SLOW_BODY : HSCAN_SLOW_HEAD;
	return 1;
}

/* Of libcurl's debug output one thing is kept: which proxy it uses. There is no
 * other way to know, and its error messages do not say. The type is libcurl's:
 * NOLINTBEGIN(readability-non-const-parameter) */
static int
on_debug(
    CURL *easy, curl_infotype type, char *bytes, size_t size, void *payload)
/* NOLINTEND(readability-non-const-parameter) */
{
	struct exchange *x = payload;

	(void)easy;
	if (type == CURLINFO_TEXT)
		hscan_proxy_read((struct hscan_text){bytes, size}, &x->proxy);
	return 0;
}

/* --- easy handles --- */

static bool
set_long(CURL *easy, CURLoption option, int64_t value)
{
	return curl_easy_setopt(easy, option, (long)value) == CURLE_OK;
}

static bool
set_string(CURL *easy, CURLoption option, const char *value)
{
	return curl_easy_setopt(easy, option, value) == CURLE_OK;
}

/* What leaves nothing to be chosen. */
static bool
set_principles(CURL *easy)
{
	static const struct {
		CURLoption option;
		long value;
	} fixed[] = {
		{CURLOPT_NOSIGNAL, 1},
		{CURLOPT_NOPROGRESS, 0}, /* on_progress() */
		{CURLOPT_VERBOSE, 1},    /* on_debug() */
		{CURLOPT_PIPEWAIT, 1},
		{CURLOPT_LOW_SPEED_LIMIT, 1},
		{CURLOPT_FOLLOWLOCATION, 0}, /* the client judges redirects */
		{CURLOPT_NETRC, CURL_NETRC_IGNORED},
		{CURLOPT_DISALLOW_USERNAME_IN_URL, 1},
		{CURLOPT_SUPPRESS_CONNECT_HEADERS, 1},
		{CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2}, /* or later */
		{CURLOPT_SSL_VERIFYPEER, 1},
		{CURLOPT_SSL_VERIFYHOST, 2},
#if LIBCURL_VERSION_NUM >= 0x075700
		/* Closing does not wait for a name server that is not there. */
		{CURLOPT_QUICK_EXIT, 1},
#endif
	};

	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++) {
		if (!set_long(easy, fixed[i].option, fixed[i].value))
			return false;
	}
	return true;
}

static bool
set_protocol(CURL *easy, bool tls)
{
#if LIBCURL_VERSION_NUM >= 0x075500
	if (!set_string(
		easy, CURLOPT_PROTOCOLS_STR, tls ? "https" : "http,https"))
		return false;
#else
	if (!set_long(easy, CURLOPT_PROTOCOLS,
		tls ? CURLPROTO_HTTPS : CURLPROTO_HTTP | CURLPROTO_HTTPS))
		return false;
#endif
	/* Plain http stays on this machine, with the token in it: it must
	 * not take the way over a proxy. */
	return tls || set_string(easy, CURLOPT_NOPROXY, "*");
}

static bool
set_callbacks(struct exchange *x)
{
	void *payload = x;
	CURL *easy = x->easy;

	return curl_easy_setopt(easy, CURLOPT_PRIVATE, payload) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header) ==
		   CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_HEADERDATA, payload) ==
		   CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body) ==
		   CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_WRITEDATA, payload) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_READFUNCTION, on_read) ==
		   CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_READDATA, payload) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, on_seek) ==
		   CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_SEEKDATA, payload) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, on_progress) ==
		   CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_XFERINFODATA, payload) ==
		   CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_DEBUGFUNCTION, on_debug) ==
		   CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_DEBUGDATA, payload) == CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, on_connected) ==
		   CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_PREREQDATA, payload) ==
		   CURLE_OK &&
	       curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, x->why) == CURLE_OK;
}

/* The options that are the same for all requests. */
static bool
set_options(struct exchange *x)
{
	const struct wire *wire = x->wire;
	CURL *easy = x->easy;

	if (wire->ca_file && !set_string(easy, CURLOPT_CAINFO, wire->ca_file))
		return false;
	/* A proxy may speak TLS, too; not every libcurl can. */
	if (wire->ca_file)
		(void)set_string(easy, CURLOPT_PROXY_CAINFO, wire->ca_file);
	return set_principles(easy) && set_callbacks(x) &&
	       set_protocol(easy, wire->base.tls) &&
	       /* All that this libcurl can unpack. */
	       set_string(easy, CURLOPT_ACCEPT_ENCODING, "") &&
	       set_long(
		   easy, CURLOPT_CONNECTTIMEOUT, wire->connect_timeout_s) &&
	       set_long(easy, CURLOPT_LOW_SPEED_TIME, wire->stall_timeout_s);
}

/* What is to be sent, as a list of libcurl; NULL: nothing. */
static struct curl_slist *
link_headers(struct exchange *x)
{
	static char at_once[] = "Expect:"; /* none, that is */
	const struct hscan_upload *upload = x->request->upload;
	size_t count = 0;

	if (upload && upload->body.length >= 0 &&
	    upload->body.length < ASK_FIRST_BYTES)
		x->nodes[count++].data = at_once;
	if (x->request->etag)
		x->nodes[count++].data = x->etag_line.ptr;
	for (char *const *line = x->request->headers; *line; line++)
		x->nodes[count++].data = *line;
	for (size_t i = 0; i < count; i++)
		x->nodes[i].next = i + 1 < count ? &x->nodes[i + 1] : NULL;
	return count > 0 ? x->nodes : NULL;
}

/* A handle serves one request after another, so all is said each time. As an
 * upload, libcurl chooses by itself how to send what is of unknown length. */
static bool
set_method(struct exchange *x)
{
	const struct hscan_upload *upload = x->request->upload;
	CURL *easy = x->easy;

	if (!upload)
		return set_string(easy, CURLOPT_CUSTOMREQUEST, NULL) &&
		       set_long(easy, CURLOPT_HTTPGET, 1);
	return set_long(easy, CURLOPT_UPLOAD, 1) &&
	       set_string(easy, CURLOPT_CUSTOMREQUEST, "POST") &&
	       curl_easy_setopt(easy, CURLOPT_INFILESIZE_LARGE,
		   (curl_off_t)upload->body.length) == CURLE_OK;
}

static bool
set_request(struct exchange *x)
{
	CURL *easy = x->easy;
	struct curl_slist *headers = link_headers(x);
	bool http1 = x->request->http1;

	return set_string(easy, CURLOPT_URL, x->url.ptr) && set_method(x) &&
	       curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers) ==
		   CURLE_OK &&
	       set_long(easy, CURLOPT_HTTP_VERSION,
		   http1 ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS) &&
	       /* Not over the HTTP/2 connection that has just failed. */
	       set_long(easy, CURLOPT_FRESH_CONNECT, http1 ? 1 : 0);
}

static struct exchange *
find_free(struct wire *wire)
{
	for (size_t i = 0; i < wire->count; i++) {
		if (!wire->exchanges[i].request)
			return &wire->exchanges[i];
	}
	return NULL;
}

/* One that libcurl has in hand; NULL: there is none. */
static const struct exchange *
find_first(const struct wire *wire)
{
	for (size_t i = 0; i < wire->count; i++)
		if (wire->exchanges[i].request && !wire->exchanges[i].held)
			return &wire->exchanges[i];
	return NULL;
}

static enum hscan_status
write_request(struct exchange *x, struct hscan_error *err)
{
	const struct wire *wire = x->wire;

	hscan_buf_reset(&x->url);
	hscan_buf_reset(&x->etag_line);
	hscan_buf_reset(&x->headers);
	hscan_buf_reset(&x->body);
	x->connected = x->headers_done = x->interim = false;
	x->since_us = -1;
	x->slow = HSCAN_NOT_SLOW;
	x->proxy = (struct hscan_proxy){.password = false};
	x->why[0] = '\0';
	(void)hscan_buf_add_format(&x->url, "%s://%s%s",
	    wire->base.tls ? "https" : "http", wire->authority,
	    x->request->target);
	if (x->request->etag)
		(void)hscan_buf_add_format(
		    &x->etag_line, "If-None-Match: %s", x->request->etag);
	if (x->url.failed == HSCAN_OK && x->etag_line.failed == HSCAN_OK)
		return HSCAN_OK;
	return hscan_no_memory(err);
}

static enum hscan_status
wire_start(struct hscan_transport *transport,
    const struct hscan_wire_request *request, struct hscan_error *err)
{
	struct wire *wire = (struct wire *)transport;
	struct exchange *x = find_free(wire);
	enum hscan_status status;

	if (!x)
		return hscan_fail(
		    err, HSCAN_ENOMEM, "too many requests at once");
	x->held = true; /* it is not the first itself */
	x->request = request;
	status = write_request(x, err);
	if (status != HSCAN_OK)
		goto fail;
	if (!x->easy) {
		x->easy = curl_easy_init();
		if (!x->easy || !set_options(x)) {
			curl_easy_cleanup(x->easy);
			x->easy = NULL;
			status = hscan_no_memory(err);
			goto fail;
		}
	}
	x->held = find_first(wire) && !wire->reached;
	if (!set_request(x) || (!x->held && curl_multi_add_handle(wire->multi,
						x->easy) != CURLM_OK)) {
		status = hscan_no_memory(err);
		goto fail;
	}
	return HSCAN_OK;
fail:
	x->request = NULL;
	return status;
}

/* --- what went wrong --- */

static struct hscan_mishap
mishap_of(const struct exchange *x, CURLcode code)
{
	const struct wire *wire = x->wire;
	struct hscan_mishap mishap = {
	    .code = (int)code,
	    .why = x->why,
	    .connected = x->connected,
	    .reached = wire->reached,
	    .headed = x->headers_done,
	    .slow = x->slow,
	    .heads = x->headers.len,
	    .bytes =
		x->body.len + (x->request->sink ? x->request->sink->bytes : 0),
	    .host = wire->authority,
	    .proxy = &x->proxy,
	    .connect_timeout_s = wire->connect_timeout_s,
	    .stall_timeout_s = wire->stall_timeout_s,
	    .answer_time_s = wire->answer_time_s,
	    .too_slow = wire->too_slow,
	};
	long connections = 1;

	(void)curl_easy_getinfo(x->easy, CURLINFO_OS_ERRNO, &mishap.number);
	(void)curl_easy_getinfo(
	    x->easy, CURLINFO_HTTP_CONNECTCODE, &mishap.connect_status);
	(void)curl_easy_getinfo(
	    x->easy, CURLINFO_PROXY_SSL_VERIFYRESULT, &mishap.proxy_distrust);
	(void)curl_easy_getinfo(x->easy, CURLINFO_NUM_CONNECTS, &connections);
	mishap.reused = mishap.connected && connections == 0;
	return mishap;
}

/* --- replies --- */

static enum hscan_status
judge_end(struct exchange *x, CURLcode code, struct hscan_wire_reply *reply)
{
	const struct hscan_upload *upload = x->request->upload;
	const struct hscan_sink *sink = x->request->sink;
	struct hscan_error *err = &reply->err;
	struct hscan_mishap mishap;

	/* The caller's failure, which libcurl knows as an abort. */
	if (upload && upload->failed.status != HSCAN_OK) {
		*err = upload->failed;
		return err->status;
	}
	if (sink && sink->failed.status != HSCAN_OK) {
		*err = sink->failed;
		return err->status;
	}
	/* Our own refusal, which libcurl knows as a failure to write. */
	if (x->body.failed == HSCAN_EREFUSED)
		return hscan_fail(err, HSCAN_EREFUSED,
		    "the answer of %s is larger than %zu bytes; check the "
		    "address",
		    x->wire->authority, x->body.max);
	if (x->headers.failed == HSCAN_EREFUSED)
		return hscan_fail(err, HSCAN_EREFUSED,
		    "the headers of %s are larger than %zu bytes; check the "
		    "address",
		    x->wire->authority, x->headers.max);
	if (x->body.failed != HSCAN_OK || x->headers.failed != HSCAN_OK)
		return hscan_no_memory(err);
	/* libcurl lets a header block pass that was cut short. */
	if (code == CURLE_OK && !x->headers_done)
		code = CURLE_PARTIAL_FILE;
	if (code == CURLE_OK)
		return HSCAN_OK;
	mishap = mishap_of(x, code);
	reply->tries = hscan_mishap_tries(&mishap);
	reply->unreached = !mishap.connected;
	reply->retry_http1 =
	    code == CURLE_HTTP2 || code == CURLE_HTTP2_STREAM ||
	    code == CURLE_PARTIAL_FILE || code == CURLE_UNSUPPORTED_PROTOCOL ||
	    /* libcurl 7.88 waits for what has come, when a head is large. */
	    (code == CURLE_OPERATION_TIMEDOUT && mishap.connected);
	return hscan_mishap_explain(&mishap, err);
}

/* Memory goes back and forth; the maximum belongs to the place. */
static void
swap(struct hscan_buf *a, struct hscan_buf *b)
{
	struct hscan_buf keep = *a;
	size_t b_max = b->max;

	*a = *b;
	*b = keep;
	a->max = keep.max;
	b->max = b_max;
}

static void
finish(struct exchange *x, CURLcode code, struct hscan_wire_reply *reply)
{
	long status = 0;

	(void)curl_easy_getinfo(x->easy, CURLINFO_RESPONSE_CODE, &status);
	(void)curl_multi_remove_handle(x->wire->multi, x->easy);
	reply->request = x->request;
	reply->status = (int)status;
	reply->failure = judge_end(x, code, reply);
	x->wire->reached = x->wire->reached || x->connected;
	if (reply->failure != HSCAN_OK && reply->unreached && reply->tries == 1)
		x->wire->hopeless = reply->err;
	swap(&reply->headers, &x->headers);
	swap(&reply->body, &x->body);
	x->request = NULL;
}

/* One that is under way when no request can succeed any more: a proxy that
 * refuses a password must not get it once more, as that locks accounts. */
static bool
take_hopeless(struct wire *wire, struct hscan_wire_reply *reply)
{
	struct exchange *x = NULL;

	for (size_t i = 0; i < wire->count && !x; i++)
		if (wire->exchanges[i].request)
			x = &wire->exchanges[i];
	if (wire->hopeless.status == HSCAN_OK || !x)
		return false;
	(void)curl_multi_remove_handle(wire->multi, x->easy);
	reply->request = x->request;
	reply->status = 0;
	reply->unreached = true;
	reply->failure = wire->hopeless.status;
	reply->err = wire->hopeless;
	x->request = NULL;
	return true;
}

/* One that has ended, if any. */
static bool
take_finished(struct wire *wire, struct hscan_wire_reply *reply)
{
	const CURLMsg *message;
	int left;

	while ((message = curl_multi_info_read(wire->multi, &left))) {
		void *x = NULL;
		CURLcode code = message->data.result;

		if (message->msg != CURLMSG_DONE ||
		    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE,
			(char **)&x) != CURLE_OK)
			continue;
		finish(x, code, reply);
		return true;
	}
	return false;
}

/* A proxy that gets a wrong password several times at once may lock the
 * account: the first request goes alone until it has come through. Without a
 * proxy, no request waits. */
static CURLMcode
release(struct wire *wire)
{
	const struct exchange *first = find_first(wire);
	CURLMcode code = CURLM_OK;

	if (first && first->proxy.variable[0] && !wire->reached &&
	    !first->connected)
		return CURLM_OK;
	for (size_t i = 0; i < wire->count && code == CURLM_OK; i++) {
		struct exchange *x = &wire->exchanges[i];

		if (!x->request || !x->held)
			continue;
		x->held = false;
		code = curl_multi_add_handle(wire->multi, x->easy);
	}
	return code;
}

static enum hscan_status
wire_wait(struct hscan_transport *transport, int timeout_ms,
    struct hscan_wire_reply *reply, struct hscan_error *err)
{
	struct wire *wire = (struct wire *)transport;
	CURLMcode code;
	int running;

	hscan_buf_reset(&reply->headers);
	hscan_buf_reset(&reply->body);
	reply->request = NULL;
	reply->tries = 1;
	reply->unreached = false;
	reply->retry_http1 = false;
	if (take_hopeless(wire, reply))
		return HSCAN_OK;
	code = curl_multi_perform(wire->multi, &running);
	if (code == CURLM_OK && take_finished(wire, reply))
		return HSCAN_OK;
	if (code == CURLM_OK)
		code = release(wire);
	if (code == CURLM_OK)
		code = curl_multi_poll(wire->multi, NULL, 0, timeout_ms, NULL);
	if (code == CURLM_OK)
		code = curl_multi_perform(wire->multi, &running);
	if (code == CURLM_OK) {
		(void)take_finished(wire, reply);
		return HSCAN_OK;
	}
	if (code == CURLM_OUT_OF_MEMORY)
		return hscan_no_memory(err);
	return hscan_fail(err, HSCAN_ENET,
	    "waiting for %s did not work (%s); run again", wire->authority,
	    curl_multi_strerror(code));
}

/* --- opening and closing --- */

static void
wire_close(struct hscan_transport *transport)
{
	struct wire *wire = (struct wire *)transport;

	for (size_t i = 0; i < wire->count; i++) {
		struct exchange *x = &wire->exchanges[i];

		if (x->request)
			(void)curl_multi_remove_handle(wire->multi, x->easy);
		curl_easy_cleanup(x->easy);
		hscan_buf_clear(&x->url);
		hscan_buf_clear(&x->etag_line);
		hscan_buf_clear(&x->headers);
		hscan_buf_clear(&x->body);
	}
	if (wire->multi)
		(void)curl_multi_cleanup(wire->multi);
	free(wire->exchanges);
	free(wire->ca_file);
	/* libcurl counts, so other clients may be open. */
	if (wire->curl_ready)
		curl_global_cleanup();
	free(wire);
}

static const struct hscan_transport_ops wire_ops = {
    .start = wire_start,
    .wait = wire_wait,
    .close = wire_close,
};

static bool
make_exchanges(struct wire *wire, const struct hscan_wire_options *options)
{
	wire->exchanges =
	    calloc(options->max_in_flight, sizeof(*wire->exchanges));
	if (!wire->exchanges)
		return false;
	wire->count = options->max_in_flight;
	for (size_t i = 0; i < wire->count; i++) {
		struct exchange *x = &wire->exchanges[i];

		x->wire = wire;
		hscan_buf_init(
		    &x->url, HSCAN_TARGET_MAX + HSCAN_AUTHORITY_SIZE + 16);
		hscan_buf_init(&x->etag_line, ETAG_LINE_MAX);
		hscan_buf_init(&x->headers, HSCAN_HEADERS_MAX);
		hscan_buf_init(&x->body, options->max_body_bytes);
	}
	return true;
}

static bool
make_multi(struct wire *wire)
{
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
		return false;
	wire->curl_ready = true;
	wire->multi = curl_multi_init();
	return wire->multi &&
	       curl_multi_setopt(wire->multi, CURLMOPT_MAX_HOST_CONNECTIONS,
		   (long)wire->count) == CURLM_OK;
}

enum hscan_status
hscan_curl_open(const struct hscan_wire_options *options,
    struct hscan_transport **out, struct hscan_error *err)
{
	struct wire *wire;
	char shown[200];

	/* libcurl would find out at each request, and blame the server. */
	if (options->ca_file && access(options->ca_file, R_OK) != 0)
		return hscan_fail(err, HSCAN_EINVAL,
		    "cannot read the certificates in %s: %s; name a file in "
		    "PEM",
		    hscan_safe(
			hscan_text_of(options->ca_file), shown, sizeof(shown)),
		    strerror(errno));
	wire = calloc(1, sizeof(*wire));
	if (!wire)
		return hscan_no_memory(err);
	wire->transport.ops = &wire_ops;
	wire->base = *options->base;
	hscan_url_authority(&wire->base, wire->authority);
	wire->connect_timeout_s = options->connect_timeout_s;
	wire->stall_timeout_s = options->stall_timeout_s;
	wire->answer_time_s = options->answer_time_s;
	wire->too_slow = options->too_slow
			     ? options->too_slow
			     : "give it longer with --answer-time";
	wire->connecting = options->connecting;
	wire->payload = options->payload;
	if (options->ca_file)
		wire->ca_file = strdup(options->ca_file);
	if ((options->ca_file && !wire->ca_file) ||
	    !make_exchanges(wire, options) || !make_multi(wire)) {
		wire_close(&wire->transport);
		return hscan_no_memory(err);
	}
	*out = &wire->transport;
	return HSCAN_OK;
}

const char *
hscan_http_library(void)
{
	return curl_version();
}
