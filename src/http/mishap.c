/* SPDX-License-Identifier: MIT */
/* Names the thing that has failed; see mishap.h. */
#include "http/mishap.h"

#include <curl/curl.h>
#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/safe.h"
#include "base/text.h"
#include "http/transport.h"

/* Longer than any block of headers that libcurl takes. */
#define TRIAL_SIZE ((size_t)1024 * 1024)

/* --- the proxy --- */

static void
skip(struct hscan_text *text, size_t len)
{
	text->ptr += len;
	text->len -= len;
}

/* "host" or "host:port" and nothing else: who forgets the '@' would have the
 * password shown. */
static bool
is_plain_authority(struct hscan_text text)
{
	size_t colon = text.len;

	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];

		if (c == ':' && colon == text.len)
			colon = i;
		else if (i > colon ? !hscan_is_digit(c)
				   : !hscan_is_alnum(c) && !strchr("-._", c))
			return false;
	}
	return text.len > 0 && colon > 0;
}

static void
keep(struct hscan_text text, char *out, size_t size)
{
	if (text.len < size)
		(void)snprintf(out, size, "%.*s", (int)text.len, text.ptr);
}

void
hscan_proxy_read(struct hscan_text line, struct hscan_proxy *out)
{
	static const char mark[] = "Uses proxy env variable ";
	static const char equals[] = " == '";
	struct hscan_text name;
	size_t at;

	line = hscan_text_trim(line);
	if (!hscan_text_starts(line, mark))
		return;
	skip(&line, strlen(mark));
	name = hscan_text_split(&line, ' ');
	/* This one says where there is none. */
	if (hscan_text_is_nocase(name, "no_proxy"))
		return;
	*out = (struct hscan_proxy){.password = false};
	keep(name, out->variable, sizeof(out->variable));
	at = strlen(equals) - 1;
	/* Without the quote at its end it has been cut. */
	if (line.len <= at || line.ptr[line.len - 1] != '\'')
		return;
	skip(&line, at);
	line.len--;
	for (at = 0; at + 2 < line.len; at++)
		if (memcmp(line.ptr + at, "://", 3) == 0) {
			skip(&line, at + 3);
			break;
		}
	for (at = line.len; at > 0 && line.ptr[at - 1] != '@'; at--)
		continue;
	out->password = at > 0;
	skip(&line, at);
	line = hscan_text_split(&line, '/');
	if (is_plain_authority(line))
		keep(line, out->name, sizeof(out->name));
}

static bool
has_proxy(const struct hscan_mishap *m)
{
	return m->proxy && m->proxy->variable[0] != '\0';
}

/* "the proxy squid:3128 (https_proxy)" */
static const char *
proxy_of(const struct hscan_mishap *m, char *out, size_t size)
{
	const struct hscan_proxy *proxy = m->proxy;

	(void)snprintf(out, size, "the proxy%s%s (%s)",
	    proxy->name[0] ? " " : "", proxy->name, proxy->variable);
	return out;
}

static enum hscan_status
explain_refusing_proxy(const struct hscan_mishap *m, struct hscan_error *err)
{
	char shown[HSCAN_AUTHORITY_SIZE + 64];
	const char *proxy = proxy_of(m, shown, sizeof(shown));
	const char *variable = m->proxy->variable;

	if (m->connect_status == 407 && m->proxy->password)
		return hscan_fail(err, HSCAN_ENET,
		    "%s does not accept the name and password that %s has for "
		    "it (HTTP 407); correct them: they are not tried again, "
		    "for that locks accounts",
		    proxy, variable);
	if (m->connect_status == 407)
		return hscan_fail(err, HSCAN_ENET,
		    "%s wants a name and a password (HTTP 407); say %s="
		    "http://NAME:PASSWORD@HOST:PORT",
		    proxy, variable);
	if (m->connect_status < 500)
		return hscan_fail(err, HSCAN_ENET,
		    "%s does not let anybody through to %s (HTTP %ld); ask "
		    "those who run it, or name the host in no_proxy",
		    proxy, m->host, m->connect_status);
	return hscan_fail(err, HSCAN_ENET,
	    "%s cannot reach %s (HTTP %ld); check the address, then run again",
	    proxy, m->host, m->connect_status);
}

/* --- what it is --- */

/* libcurl's words; it has the system's reason only as a number. */
static const char *
reason_of(const struct hscan_mishap *m, char *out, size_t size)
{
	const char *reason =
	    m->why[0] ? m->why : curl_easy_strerror((CURLcode)m->code);

	if (m->code == CURLE_COULDNT_CONNECT && m->number > 0)
		reason = strerror((int)m->number);
	return hscan_safe(hscan_text_of(reason), out, size);
}

static bool
says(const struct hscan_mishap *m, const char *words)
{
	return strstr(m->why, words) != NULL;
}

/* A line of the head that is longer than libcurl takes is "out of memory" to
 * some versions. If memory can be had, it was the line. */
static bool
is_long_head(const struct hscan_mishap *m)
{
	void *volatile trial; /* not to be left out */

	if (says(m, "Too large response headers") || m->code == 100)
		return !m->headed;
	if (m->code != CURLE_OUT_OF_MEMORY || !m->connected || m->headed)
		return false;
	trial = malloc(TRIAL_SIZE);
	free(trial);
	return trial != NULL;
}

/* What two ends that speak different things say of each other, by OpenSSL and
 * GnuTLS. */
static bool
is_disagreement(const struct hscan_mishap *m)
{
	static const char *const words[] = {"wrong version number",
	    "unsupported protocol", "protocol version", "http request",
	    "no protocols available", "packet length too long",
	    "handshake failure", "no shared cipher", "unknown protocol",
	    "unexpected TLS packet", "unsupported version"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (says(m, words[i]))
			return true;
	return false;
}

/* A compression that this libcurl does not know. */
static bool
is_unknown_encoding(const struct hscan_mishap *m)
{
	return m->code == CURLE_BAD_CONTENT_ENCODING &&
	       (says(m, "nrecognized content encoding") ||
		   says(m, "nsupported content encoding"));
}

/* --- in words --- */

static enum hscan_status
explain_timeout(const struct hscan_mishap *m, struct hscan_error *err)
{
	char proxy[HSCAN_AUTHORITY_SIZE + 64];

	if (!m->connected && has_proxy(m))
		return hscan_fail(err, HSCAN_ENET,
		    "no connection to %s by way of %s within %" PRId64
		    " s; check the proxy and the network, then run again",
		    m->host, proxy_of(m, proxy, sizeof(proxy)),
		    m->connect_timeout_s);
	if (!m->connected)
		return hscan_fail(err, HSCAN_ENET,
		    "no connection to %s within %" PRId64
		    " s; check the network, then run again",
		    m->host, m->connect_timeout_s);
	return hscan_fail(err, HSCAN_ENET,
	    "nothing came from %s for %" PRId64 " s; run again later", m->host,
	    m->stall_timeout_s);
}

static enum hscan_status
explain_slow(const struct hscan_mishap *m, struct hscan_error *err)
{
	if (m->slow == HSCAN_SLOW_HEAD)
		return hscan_fail(err, HSCAN_ENET,
		    "%s has not come to the end of the head of its answer "
		    "within %" PRId64 " s; run again later, or %s",
		    m->host, m->answer_time_s, m->too_slow);
	return hscan_fail(err, HSCAN_ENET,
	    "the answer of %s comes too slowly (%zu bytes in more than %" PRId64
	    " s); run again later, or %s",
	    m->host, m->bytes, m->answer_time_s, m->too_slow);
}

/* Something broke on the way: before the answer, or within it? */
static enum hscan_status
explain_break(const struct hscan_mishap *m, struct hscan_error *err)
{
	char reason[160], proxy[HSCAN_AUTHORITY_SIZE + 64];

	(void)reason_of(m, reason, sizeof(reason));
	if (!m->connected && has_proxy(m))
		return hscan_fail(err, HSCAN_ENET,
		    "the connection to %s by way of %s broke (%s); check the "
		    "proxy, then run again",
		    m->host, proxy_of(m, proxy, sizeof(proxy)), reason);
	if (m->heads > 0 || m->bytes > 0)
		return hscan_fail(err, HSCAN_ENET,
		    "the answer of %s broke off after %zu bytes (%s); run "
		    "again",
		    m->host, m->bytes, reason);
	return hscan_fail(err, HSCAN_ENET,
	    "the connection to %s broke (%s); run again", m->host, reason);
}

static enum hscan_status
explain_encoding(const struct hscan_mishap *m, struct hscan_error *err)
{
	char reason[160];

	if (is_unknown_encoding(m))
		return hscan_fail(err, HSCAN_ENET,
		    "%s answers in a compression that it was not asked for; "
		    "check the address and who is in between",
		    m->host);
	if (m->code == CURLE_WRITE_ERROR && !m->why[0])
		return hscan_fail(err, HSCAN_ENET,
		    "the answer of %s cannot be decompressed: it is damaged, "
		    "or goes on behind its end; check who is in between, or "
		    "run again later",
		    m->host);
	return hscan_fail(err, HSCAN_ENET,
	    "the answer of %s could not be decompressed (%s); run again",
	    m->host, reason_of(m, reason, sizeof(reason)));
}

static enum hscan_status
explain_no_http(const struct hscan_mishap *m, struct hscan_error *err)
{
	if (m->reused)
		return hscan_fail(err, HSCAN_ENET,
		    "what %s sent is no HTTP: it went on behind the end of its "
		    "answer before; check who is in between, or run again",
		    m->host);
	return hscan_fail(err, HSCAN_ENET,
	    "what %s sent is no answer that HTTP knows; check the address, and "
	    "who is in between",
	    m->host);
}

static enum hscan_status
explain_no_connection(const struct hscan_mishap *m, struct hscan_error *err)
{
	char reason[160], proxy[HSCAN_AUTHORITY_SIZE + 64];

	(void)reason_of(m, reason, sizeof(reason));
	if (m->code == CURLE_COULDNT_RESOLVE_HOST)
		return hscan_fail(err, HSCAN_ENET,
		    "no address is known for %s; check the name and the "
		    "network, then run again",
		    m->host);
	/* libcurl may quote the variable, and that has the password. */
	if (m->code == CURLE_COULDNT_RESOLVE_PROXY)
		return hscan_fail(err, HSCAN_ENET,
		    "no address is known for the proxy%s%s; check %s",
		    has_proxy(m) && m->proxy->name[0] ? " " : "",
		    has_proxy(m) ? m->proxy->name : "",
		    has_proxy(m) ? m->proxy->variable : "https_proxy");
	if (has_proxy(m))
		return hscan_fail(err, HSCAN_ENET,
		    "could not connect to %s (%s); check %s and the network, "
		    "then run again",
		    proxy_of(m, proxy, sizeof(proxy)), reason,
		    m->proxy->variable);
	return hscan_fail(err, HSCAN_ENET,
	    "could not connect to %s (%s); check the network, then run again",
	    m->host, reason);
}

static enum hscan_status
explain_tls(const struct hscan_mishap *m, struct hscan_error *err)
{
	char reason[160], proxy[HSCAN_AUTHORITY_SIZE + 64];

	(void)reason_of(m, reason, sizeof(reason));
	if (has_proxy(m) && m->proxy_distrust != 0 && !m->connected)
		return hscan_fail(err, HSCAN_ENET,
		    "the certificate of %s cannot be trusted (%s); check %s, "
		    "or name the right CA with --ca-file",
		    proxy_of(m, proxy, sizeof(proxy)), reason,
		    m->proxy->variable);
	if (m->code == CURLE_SSL_CONNECT_ERROR)
		return hscan_fail(err, HSCAN_ENET,
		    "could not agree with %s on encryption (%s); check the "
		    "network and the address, then run again",
		    m->host, reason);
	return hscan_fail(err, HSCAN_ENET,
	    "the certificate of %s cannot be trusted (%s); check who is in "
	    "between, or name the right CA with --ca-file",
	    m->host, reason);
}

/* The reason of a SOCKS proxy is in libcurl's words. */
static enum hscan_status
explain_socks(const struct hscan_mishap *m, struct hscan_error *err)
{
	char reason[160], proxy[HSCAN_AUTHORITY_SIZE + 64];

	(void)reason_of(m, reason, sizeof(reason));
	if (!has_proxy(m))
		return hscan_fail(err, HSCAN_ENET,
		    "a proxy does not let us through to %s (%s); check "
		    "https_proxy",
		    m->host, reason);
	return hscan_fail(err, HSCAN_ENET,
	    "%s does not let us through to %s (%s); check %s",
	    proxy_of(m, proxy, sizeof(proxy)), m->host, reason,
	    m->proxy->variable);
}

static enum hscan_status
explain_hang_up(const struct hscan_mishap *m, struct hscan_error *err)
{
	if (!m->connected && has_proxy(m))
		return explain_break(m, err);
	return hscan_fail(err, HSCAN_ENET,
	    "%s hung up without an answer; run again later", m->host);
}

/* By libcurl's code. The list is open: libcurl adds to it. */
static enum hscan_status
explain_code(const struct hscan_mishap *m, struct hscan_error *err)
{
	char reason[160];

	switch (m->code) {
	case CURLE_OUT_OF_MEMORY: return hscan_no_memory(err);
	case CURLE_OPERATION_TIMEDOUT: return explain_timeout(m, err);
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_RESOLVE_PROXY:
	case CURLE_COULDNT_CONNECT: return explain_no_connection(m, err);
	case CURLE_PROXY: return explain_socks(m, err);
	case CURLE_SSL_CONNECT_ERROR:
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_CACERT_BADFILE:
	case CURLE_SSL_ISSUER_ERROR: return explain_tls(m, err);
	case CURLE_GOT_NOTHING: return explain_hang_up(m, err);
	case CURLE_WRITE_ERROR:
	case CURLE_BAD_CONTENT_ENCODING: return explain_encoding(m, err);
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_WEIRD_SERVER_REPLY: return explain_no_http(m, err);
	case CURLE_SEND_ERROR:
	case CURLE_SEND_FAIL_REWIND:
	case CURLE_RECV_ERROR:
	case CURLE_PARTIAL_FILE:
	case CURLE_HTTP2:
	case CURLE_HTTP2_STREAM: return explain_break(m, err);
	default:
		return hscan_fail(err, HSCAN_ENET,
		    "asking %s did not work (%s); check the address", m->host,
		    reason_of(m, reason, sizeof(reason)));
	}
}

enum hscan_status
hscan_mishap_explain(const struct hscan_mishap *m, struct hscan_error *err)
{
	if (m->slow != HSCAN_NOT_SLOW)
		return explain_slow(m, err);
	if (m->connect_status >= 400 && has_proxy(m))
		return explain_refusing_proxy(m, err);
	if (is_long_head(m))
		return hscan_fail(err, HSCAN_EREFUSED,
		    "the headers of %s are larger than %zu bytes; check the "
		    "address",
		    m->host, HSCAN_HEADERS_MAX);
	return explain_code(m, err);
}

/* --- again? --- */

static unsigned
tries_of(const struct hscan_mishap *m)
{
	const unsigned once = 1, twice = 2, many = UINT_MAX;

	/* Another connection may lead to another of its machines. */
	if (m->slow != HSCAN_NOT_SLOW)
		return twice;
	if (m->connect_status >= 400 && has_proxy(m))
		return m->connect_status < 500 ? once : many;
	if (is_long_head(m))
		return once;
	switch (m->code) {
	/* Without a network the answer had better come soon; with one that has
	 * worked in this run it may come back. */
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_RESOLVE_PROXY: return m->reached ? many : once;
	case CURLE_COULDNT_CONNECT: return m->reached ? many : twice;
	case CURLE_OPERATION_TIMEDOUT:
		return m->connected || m->reached ? many : once;
	case CURLE_SSL_CONNECT_ERROR: return is_disagreement(m) ? once : many;
	case CURLE_BAD_CONTENT_ENCODING:
		return is_unknown_encoding(m) ? once : many;
	case CURLE_WRITE_ERROR: return twice;
	case CURLE_UNSUPPORTED_PROTOCOL:
	case CURLE_WEIRD_SERVER_REPLY: return m->reused ? many : once;
	case CURLE_GOT_NOTHING:
	case CURLE_SEND_ERROR:
	case CURLE_RECV_ERROR:
	case CURLE_PARTIAL_FILE:
	case CURLE_HTTP2:
	case CURLE_HTTP2_STREAM: return many;
	default: return once;
	}
}

unsigned
hscan_mishap_tries(const struct hscan_mishap *m)
{
	const unsigned twice = 2;
	unsigned tries = tries_of(m);

	/* Where nothing has come through yet in this run, it is the network or
	 * a proxy, and whoever waits had better know soon. */
	return !m->connected && !m->reached && tries > twice ? twice : tries;
}
