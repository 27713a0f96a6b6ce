/* SPDX-License-Identifier: MIT */
/* The lines of the receiver; see log.h. */
#include "serve/log.h"

#include <stdarg.h>
#include <stdio.h>

enum { QUIET_MS = 60000, LINE = 512 };

void
serve_say(const struct serve_log *log, enum serve_message kind,
    const char *format, ...)
{
	char line[LINE];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	log->hooks->say(kind, line, log->hooks->payload);
}

void
serve_log_warn(struct serve_log *log, unsigned kind, int64_t now_ms,
    const char *format, ...)
{
	char line[LINE];
	va_list args;

	for (size_t i = 0; i < SERVE_LOG_KINDS; i++) {
		bool is_new = log->kinds[i].kind == 0;

		if (!is_new && log->kinds[i].kind != kind)
			continue;
		log->kinds[i].kind = kind;
		if (!is_new && now_ms - log->kinds[i].said_ms < QUIET_MS) {
			log->kinds[i].more++;
			return;
		}
		log->kinds[i].said_ms = now_ms;
		va_start(args, format);
		(void)vsnprintf(line, sizeof(line), format, args);
		va_end(args);
		log->hooks->say(SERVE_WARNING, line, log->hooks->payload);
		return;
	}
}

/* What there were more of. */
static void
say_more(const struct serve_log *log, unsigned kind, size_t more)
{
	const char *s = more == 1 ? "" : "s";

	if (kind == SERVE_LOG_KEEP)
		serve_say(log, SERVE_WARNING,
		    "deliveries could not be kept %zu more time%s", more, s);
	else if (kind == SERVE_LOG_LOST)
		serve_say(log, SERVE_WARNING,
		    "deliveries were lost %zu more time%s", more, s);
	else if (kind == SERVE_LOG_SPOOL)
		serve_say(log, SERVE_WARNING,
		    "of the spool %zu more %s left out", more,
		    more == 1 ? "delivery was" : "deliveries were");
	else
		serve_say(log, SERVE_WARNING, "%zu more request%s refused (%u)",
		    more, more == 1 ? " was" : "s were", kind);
}

void
serve_log_turn(struct serve_log *log, int64_t now_ms, bool all)
{
	for (size_t i = 0; i < SERVE_LOG_KINDS; i++) {
		if (log->kinds[i].more == 0 ||
		    (!all && now_ms - log->kinds[i].said_ms < QUIET_MS))
			continue;
		say_more(log, log->kinds[i].kind, log->kinds[i].more);
		log->kinds[i].more = 0;
		log->kinds[i].said_ms = now_ms;
	}
}
