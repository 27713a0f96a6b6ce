/* SPDX-License-Identifier: MIT */
/* The caller-owned error message; see healthscan/status.h. */
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include <healthscan/status.h>

/* vsnprintf may cut a UTF-8 character in half; drop the half. */
static void
cut_at_character(char *message, size_t len)
{
	size_t at = len;

	while (at > 0 && ((unsigned char)message[at - 1] & 0xC0) == 0x80)
		at--;
	if (at > 0 && ((unsigned char)message[at - 1] & 0xC0) == 0xC0)
		message[at - 1] = '\0';
}

HSCAN_PRINTF(2, 0)
static void
write_message(char *out, const char *format, va_list args)
{
	int len = vsnprintf(out, HSCAN_ERROR_SIZE, format, args);

	if (len < 0)
		out[0] = '\0';
	else if (len >= HSCAN_ERROR_SIZE)
		cut_at_character(out, HSCAN_ERROR_SIZE - 1);
}

enum hscan_status
hscan_fail(
    struct hscan_error *err, enum hscan_status status, const char *format, ...)
{
	char message[HSCAN_ERROR_SIZE];
	va_list args;

	if (!err)
		return status;
	/* The arguments may point into the message that is replaced. */
	va_start(args, format);
	write_message(message, format, args);
	va_end(args);
	memcpy(err->message, message, sizeof(message));
	err->status = status;
	return status;
}

void
hscan_error_prefix(struct hscan_error *err, const char *format, ...)
{
	char message[HSCAN_ERROR_SIZE];
	size_t len, more;
	va_list args;

	if (!err)
		return;
	va_start(args, format);
	write_message(message, format, args);
	va_end(args);
	len = strlen(message);
	more = strlen(err->message);
	if (more > sizeof(message) - 1 - len)
		more = sizeof(message) - 1 - len;
	memcpy(message + len, err->message, more);
	message[len + more] = '\0';
	if (err->message[more] != '\0')
		cut_at_character(message, len + more);
	memcpy(err->message, message, sizeof(message));
}

enum hscan_status
hscan_no_memory(struct hscan_error *err)
{
	return hscan_fail(err, HSCAN_ENOMEM, "out of memory");
}

const char *
hscan_status_name(enum hscan_status status)
{
	static const char *const names[] = {
	    [HSCAN_OK] = "ok",
	    [HSCAN_ENOMEM] = "memory",
	    [HSCAN_EINVAL] = "usage",
	    [HSCAN_EPARSE] = "data",
	    [HSCAN_EIO] = "file",
	    [HSCAN_ESTORE] = "store",
	    [HSCAN_ENET] = "network",
	    [HSCAN_EAUTH] = "authentication",
	    [HSCAN_ELIMIT] = "limit",
	    [HSCAN_ENOTFOUND] = "not found",
	    [HSCAN_EREFUSED] = "refused",
	    [HSCAN_ENODATA] = "not enough data",
	    [HSCAN_EINTR] = "interrupted",
	    [HSCAN_ECLOSED] = "closed",
	};

	if ((size_t)status >= sizeof(names) / sizeof(names[0]))
		return "unknown";
	return names[status];
}
