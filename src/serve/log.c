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
serve_log_refused(
    struct serve_log *log, unsigned status, const char *why, int64_t now_ms)
{
	for (size_t i = 0; i < SERVE_LOG_KINDS; i++) {
		bool is_new = log->kinds[i].status == 0;

		if (!is_new && log->kinds[i].status != status)
			continue;
		log->kinds[i].status = status;
		if (!is_new && now_ms - log->kinds[i].said_ms < QUIET_MS) {
			log->kinds[i].more++;
			return;
		}
		log->kinds[i].said_ms = now_ms;
		serve_say(log, SERVE_WARNING, "a request was refused (%u): %s",
		    status, why);
		return;
	}
}

void
serve_log_turn(struct serve_log *log, int64_t now_ms, bool all)
{
	for (size_t i = 0; i < SERVE_LOG_KINDS; i++) {
		if (log->kinds[i].more == 0 ||
		    (!all && now_ms - log->kinds[i].said_ms < QUIET_MS))
			continue;
		serve_say(log, SERVE_WARNING,
		    "%zu more requests were refused (%u)", log->kinds[i].more,
		    log->kinds[i].status);
		log->kinds[i].more = 0;
		log->kinds[i].said_ms = now_ms;
	}
}
